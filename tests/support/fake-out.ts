import type { Out } from "../../lib/ui/out.ts";
import { painterFor } from "../../lib/ui/paint.ts";

export interface FakeOut extends Out {
  readonly answers: string[];
  readonly datas: { kind: string; data: unknown }[];
  readonly notes: string[];
}

/** Keeps what a command says. */
export function fakeOut(options: { json?: boolean; width?: number } = {}): FakeOut {
  const answers: string[] = [];
  const datas: { kind: string; data: unknown }[] = [];
  const notes: string[] = [];
  const warnings: string[] = [];
  const plain = painterFor({}, {}, true);
  const { json = false, width = Number.POSITIVE_INFINITY } = options;
  return {
    isJson: json,
    hasAnswered: false,
    isVerbose: false,
    canAsk: false,
    paint: plain,
    paintNotes: plain,
    width,
    notesWidth: width,
    warnings,
    answers,
    datas,
    notes,
    answer: (text) => void (json || answers.push(text)),
    data: (kind, data) => void datas.push({ kind, data }),
    note: (text) => void notes.push(text),
    detail: () => {},
    warn: (text) => void warnings.push(text),
  };
}
