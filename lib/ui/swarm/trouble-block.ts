import type { Counted } from "./figures.ts";
import { padStart, printable } from "./fit.ts";
import type { Block } from "./layout.ts";
import { formatCount, formatRatio } from "./quantity.ts";
import { alert, facts, type Scene } from "./row.ts";

/** Requests that failed, by status and problem. */
export function errors(scene: Scene): Block {
  const { figures, paint } = scene;
  const { failed, requests, retries } = figures;
  const ratio = padStart(formatRatio(requests === 0 ? null : failed / requests), 7);
  const parts = [
    alert(paint, failed > 0)(`${padStart(formatCount(failed), 5)} failed  ${ratio}`),
    ...figures.failures.map(words),
    `${formatCount(retries)} retries`,
  ];
  return facts(scene, "Errors", parts, [
    { at: 7, lines: 1 },
    { at: 24, lines: 2 },
  ]);
}

/** Rules of RFC 8216 that the origin broke, by code; wrong bytes with `--verify`. */
export function conformance(scene: Scene): Block {
  const { figures, paint } = scene;
  const { violations, wrongBytes } = figures;
  const wrong =
    wrongBytes === null
      ? []
      : [alert(paint, wrongBytes > 0)(`segments with wrong bytes ${formatCount(wrongBytes)}`)];
  const broken =
    violations.length === 0
      ? [paint.green("no violation")]
      : violations.map((each) => paint.yellow(words(each)));
  return facts(
    scene,
    "Conformance",
    [...wrong, ...broken],
    [
      { at: 8, lines: 1 },
      { at: 25, lines: 2 },
    ],
  );
}

function words({ name, count }: Counted): string {
  return `${printable(name)} ×${formatCount(count)}`;
}
