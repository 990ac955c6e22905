import type { CommandGroup } from "./command.ts";
import { profilesDiff } from "./profiles-diff.ts";
import { profilesList } from "./profiles-list.ts";
import { profilesShow } from "./profiles-show.ts";
import { profilesValidate } from "./profiles-validate.ts";

export const profilesGroup: CommandGroup = {
  name: "profiles",
  description: "List, show, compare and check profiles",
  commands: { list: profilesList, show: profilesShow, diff: profilesDiff, validate: profilesValidate },
};
