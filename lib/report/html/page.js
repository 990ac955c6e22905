/** Draws the plots of a report from the JSON beside them. */
(() => {
  const { uPlot } = window;
  const { plots } = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const drawn = [];
  let isPaper = false;

  const number = (digits) => new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits });
  const three = number(3);
  const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

  function scaled(value, units) {
    const step = value > 0 ? Math.floor(Math.log10(value) / 3 + 1e-9) : 0;
    const power = Math.min(units.length - 1, Math.max(0, step));
    return `${three.format(value / 1000 ** power)} ${units[power]}`.trim();
  }

  const FORMATS = {
    count: (value) => (value < 10000 ? three.format(value) : whole.format(value)),
    figure: (value) => three.format(value),
    bits: (value) => scaled(value, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"]),
    bytes: (value) => scaled(value, ["B", "kB", "MB", "GB", "TB"]),
    ms: (value) => (value < 1000 ? `${three.format(value)} ms` : `${three.format(value / 1000)} s`),
    share: (value) => `${three.format(value * 100)} %`,
  };

  /** Seconds as 1:02:03. */
  function clock(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    const [hours, rest] = [Math.floor(seconds / 3600), Math.round(seconds % 3600)];
    const text = `${hours > 0 ? two(Math.floor(rest / 60)) : Math.floor(rest / 60)}:${two(rest % 60)}`;
    return hours > 0 ? `${hours}:${text}` : text;
  }

  const percentile = (x) => `${+(100 * (1 - 10 ** -x)).toFixed(Math.max(0, Math.ceil(x) - 1))} %`;

  const X = {
    time: {
      name: "Time",
      format: clock,
      incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400],
    },
    percentile: { name: "Percentile", format: percentile, incrs: [1] },
    clients: { name: "Clients", format: (value) => whole.format(value) },
  };

  /** A colour of the style sheet as it is now, light or dark. */
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

  function lineOptions(plot, line) {
    const format = FORMATS[plot.unit];
    return {
      label: line.label,
      scale: "y",
      width: plot.x === "time" ? 1.25 : 1.75,
      stroke: () => colour(line.colour),
      ...(line.isFilled ? { fill: () => `${colour(line.colour)}26` } : {}),
      ...(line.isDashed ? { dash: [5, 4] } : {}),
      points: line.hasPoints ? { show: true, size: 7, fill: () => colour(line.colour) } : { show: false },
      spanGaps: Boolean(line.hasPoints),
      value: (_, value) => (value === null || value === undefined ? "" : format(value)),
    };
  }

  const axis = (grid = {}) => ({
    stroke: () => colour("quiet"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: () => colour("grid"), width: 1, ...grid },
    ticks: { show: false },
  });

  /** From 0, and a little above the highest value. */
  function linearRange(_, low, high) {
    if (low === null) return [0, 1];
    return [Math.min(0, low), high > 0 ? high * 1.08 : 1];
  }

  const STEPS = [1, 2, 5, 10];

  /** 1, 2 or 5 times a power of ten, next below or above. */
  function roundStep(value, isUp) {
    const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
    const steps = STEPS.map((step) => step * power);
    return isUp
      ? steps.find((step) => step >= value * 0.9999)
      : steps.findLast((step) => step <= value * 1.0001);
  }

  function logRange(_, low, high) {
    if (low === null) return [0.1, 1];
    const from = roundStep(Math.max(low, 1e-3), false);
    return [from, Math.max(from * 10, roundStep(Math.max(high, 1e-3), true))];
  }

  /** Which lines of a logarithmic axis stand there: the powers of ten, over few of them 2 and 5 too. */
  function logSplits({ scales }, splits) {
    const isNarrow = scales.y.max / scales.y.min <= 100;
    return splits.map((value) => {
      const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
      const isWhole = Math.abs(digit - 1) < 1e-6;
      const isHalf = isNarrow && (Math.abs(digit - 2) < 1e-6 || Math.abs(digit - 5) < 1e-6);
      return isWhole || isHalf ? value : null;
    });
  }

  function widthOfLabels(self, values) {
    if (!values) return 50;
    self.ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    const widths = values.map((text) => self.ctx.measureText(text ?? "").width / devicePixelRatio);
    return Math.ceil(Math.max(...widths)) + 14;
  }

  function drawMark(self, { x, text }) {
    const { ctx, bbox } = self;
    const left = Math.round(self.valToPos(x, "x", true));
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour("green");
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = left > bbox.left + bbox.width / 2 ? "right" : "left";
    ctx.fillText(
      text,
      left + (ctx.textAlign === "right" ? -6 : 6) * devicePixelRatio,
      bbox.top + 14 * devicePixelRatio,
    );
    ctx.restore();
  }

  /** The whole run begins at 0, whatever its first point; a part of it is shown as it was chosen. */
  function rangeOfX({ x, xs }, low, high) {
    if (x === "clients") return [0, high * 1.05];
    return [x === "time" && low <= xs[0] ? 0 : low, high];
  }

  const HEIGHT = 210;

  function optionsOf(plot, place) {
    const x = X[plot.x];
    const format = FORMATS[plot.unit];
    return {
      width: Math.max(200, place.clientWidth),
      height: HEIGHT,
      padding: [8, plot.x === "percentile" ? 26 : 20, 0, 0],
      scales: {
        x: { time: false, range: (_, low, high) => rangeOfX(plot, low, high) },
        y: plot.isLogarithmic ? { distr: 3, range: logRange } : { range: linearRange },
      },
      series: [
        { label: x.name, value: (_, value) => (value === null ? "" : x.format(value)) },
        ...plot.lines.map((line) => lineOptions(plot, line)),
      ],
      axes: [
        {
          ...axis(),
          size: 34,
          space: 50,
          values: (_, splits) => splits.map(x.format),
          ...(x.incrs ? { incrs: x.incrs } : {}),
        },
        {
          ...axis(plot.isLogarithmic ? { filter: logSplits } : {}),
          ...(plot.isLogarithmic ? { filter: logSplits } : {}),
          size: widthOfLabels,
          space: 34,
          values: (_, splits) => splits.map((value) => (value === null ? "" : format(value))),
        },
      ],
      cursor: {
        y: false,
        points: { size: 7 },
        drag: { x: true, y: false },
        ...(plot.x === "time" ? { sync: { key: "time" } } : {}),
      },
      legend: { markers: { width: 0, fill: (_, i) => `var(--${plot.lines[i - 1].colour})` } },
      hooks: plot.mark ? { draw: [(self) => drawMark(self, plot.mark)] } : {},
    };
  }

  /** Arrow keys move the cursor, Escape shows the whole run again. */
  function onKey(event, { self, plot }) {
    const last = plot.xs.length - 1;
    const step = (event.shiftKey ? 10 : 1) * Math.max(1, Math.round(plot.xs.length / 200));
    const now = self.cursor.idx ?? 0;
    const target = { ArrowLeft: now - step, ArrowRight: now + step, Home: 0, End: last }[event.key];
    if (event.key === "Escape") self.setData(self.data, true);
    else if (target === undefined) return;
    else {
      const at = plot.xs[Math.min(last, Math.max(0, target))];
      self.setCursor({ left: self.valToPos(at, "x"), top: self.over.clientHeight / 2 }, true, true);
    }
    event.preventDefault();
  }

  function draw(plot) {
    const place = document.querySelector(`[data-plot="${plot.id}"]`);
    const self = new uPlot(
      optionsOf(plot, place),
      [plot.xs, ...plot.lines.map(({ values }) => values)],
      place,
    );
    const entry = { plot, place, self };
    self.over.tabIndex = 0;
    self.over.setAttribute("role", "application");
    self.over.setAttribute("aria-label", `${place.getAttribute("aria-label")}. Arrow keys move the cursor.`);
    place.removeAttribute("role");
    self.over.addEventListener("keydown", (event) => onKey(event, entry));
    for (const [i, head] of [...self.root.querySelectorAll(".u-legend .u-series th")].entries()) {
      if (i === 0) continue;
      head.tabIndex = 0;
      head.setAttribute("role", "button");
      head.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        self.setSeries(i, { show: !self.series[i].show });
      });
    }
    drawn.push(entry);
  }

  /** On paper: light, in two columns; the last of an odd number has both. */
  const paperWidth = (place) => (place.closest("figure").matches(":last-child:nth-child(odd)") ? 662 : 322);

  function fit() {
    for (const { self, place } of drawn) {
      const width = isPaper ? paperWidth(place) : Math.max(200, place.clientWidth);
      self.setSize({ width, height: HEIGHT });
      self.redraw(false, true);
    }
  }
  function toPaper() {
    root.dataset.theme = "light";
    fit();
  }
  function toScreen() {
    delete root.dataset.theme;
    fit();
  }

  for (const plot of plots) draw(plot);
  const turn = (paper) => {
    if (paper === isPaper) return;
    isPaper = paper;
    if (paper) toPaper();
    else toScreen();
  };
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
  matchMedia("print").addEventListener("change", ({ matches }) => turn(matches));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => isPaper || fit());
  new ResizeObserver(() => isPaper || fit()).observe(document.querySelector("main"));
  root.dataset.drawn = String(drawn.length);
})();
