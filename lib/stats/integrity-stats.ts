import { maskPasswords } from "./mask-passwords.ts";
import type { MeasurementsData } from "./measurements.ts";

type IntegrityData = MeasurementsData["verified"];

/** `--verify`: segments with the right and with wrong bytes, and the first that was wrong. */
export class IntegrityStats {
  right = 0;
  wrong = 0;
  example: string | null = null;

  record(isRight: boolean, example: string): void {
    if (isRight) {
      this.right += 1;
      return;
    }
    this.wrong += 1;
    this.example ??= maskPasswords(example);
  }

  add(other: IntegrityData, sign: 1 | -1 = 1): void {
    this.right += sign * other.right;
    this.wrong += sign * other.wrong;
    this.example ??= other.example;
  }

  toData(): IntegrityData {
    return { right: this.right, wrong: this.wrong, example: this.wrong > 0 ? this.example : null };
  }

  clear(): void {
    this.right = 0;
    this.wrong = 0;
    this.example = null;
  }
}
