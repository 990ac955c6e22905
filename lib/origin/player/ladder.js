import { bitRate } from "./format.js";

const AUTO = -1;

/** The variants as a ladder of radio buttons, richest on top; `onPick(-1)` is "let the player choose". */
export function createLadder(fieldset, onPick) {
  let drawn = "";
  fieldset.addEventListener("change", (event) => onPick(Number(event.target.value)));

  return {
    show({ engine, variants = [], current, picked }) {
      if (engine === "native")
        fieldset.querySelector("p").textContent = "The browser chooses and does not tell.";
      const key = JSON.stringify(variants);
      if (key !== drawn && variants.length > 0) {
        drawn = key;
        for (const old of fieldset.querySelectorAll("label, p")) old.remove();
        fieldset.append(...rungs(variants));
      }
      for (const label of fieldset.querySelectorAll("label")) {
        const input = label.querySelector("input");
        const index = Number(input.value);
        label.toggleAttribute("data-current", index === current);
        label.querySelector(".now").textContent = index === current ? "playing" : "";
        input.checked = index === picked || variants.length === 1;
      }
    },
  };
}

function rungs(variants) {
  const best = Math.max(...variants.map(({ bps }) => bps));
  const sorted = variants.toSorted((a, b) => b.bps - a.bps);
  const steps = sorted.map(({ index, name, width, height, bps }) =>
    rung(index, name, [width && `${width}×${height}`, bitRate(bps)].filter(Boolean).join(", "), bps / best),
  );
  return variants.length === 1 ? steps : [rung(AUTO, "Auto", "follows the throughput", null), ...steps];
}

function rung(index, name, note, share) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {
    type: "radio",
    name: "variant",
    value: index,
  });
  label.append(input, spanned("name", name), spanned("note", note), spanned("now", ""));
  if (share !== null) {
    const bar = spanned("bar", "");
    // The square root keeps the lowest rung of a tall ladder visible.
    bar.style.setProperty("--share", Math.sqrt(share).toFixed(3));
    label.append(bar);
  }
  return label;
}

function spanned(className, textContent) {
  return Object.assign(document.createElement("span"), { className, textContent });
}
