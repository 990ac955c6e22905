import { afterAll, describe, expect } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { renderHtml } from "../../lib/report/html.ts";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { type Browser, openBrowser } from "../origin/player/browser.ts";
import { capacityFixture, hostileFixture, reportFixture } from "../support/report-fixture.ts";
import { eventually } from "../support/sandbox.ts";
import { testWithTool } from "../support/tools.ts";

let shared: Promise<Browser> | undefined;
const folder = await mkdtemp(join(tmpdir(), "hlsctl-page-"));

afterAll(async () => {
  await (await shared)?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Opened extends AsyncDisposable {
  page: Page;
  /** What the console said and what went wrong. */
  said: string[];
  requests: string[];
}

interface Medium {
  width?: number;
  isDark?: boolean;
}

async function open(report: RunReport, { width = 1280, isDark = false }: Medium = {}): Promise<Opened> {
  shared ??= openBrowser();
  const page = await (await shared).newPage();
  const said: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => requests.push(request.url().slice(0, 5)));
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: isDark ? "dark" : "light" });
  const path = join(folder, `${crypto.randomUUID()}.html`);
  await Bun.write(path, renderHtml(report));
  await page.goto(`file://${path}`);
  return { page, said, requests, [Symbol.asyncDispose]: () => page.close() };
}

/** Of each plot: how many colours its canvas has. */
function coloursOfPlots(page: Page): Promise<number[]> {
  return page.evaluate(`[...document.querySelectorAll("canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })`);
}

describe("the report in a browser", () => {
  testWithTool(
    "chromium",
    "opens without a word on the console, asks for nothing, and paints every plot",
    async () => {
      await using opened = await open(capacityFixture());
      const { page, said, requests } = opened;
      const plots = await page.locator("figure.plot").count();
      const colours = await coloursOfPlots(page);
      expect(plots).toBeGreaterThan(15);
      expect(colours).toHaveLength(plots);
      for (const count of colours) expect(count).toBeGreaterThan(20);
      expect(said).toEqual([]);
      expect(requests).toEqual(["file:"]);
    },
  );

  testWithTool("chromium", "opens two hours quickly", async () => {
    const report = reportFixture(7200);
    const start = performance.now();
    await using opened = await open(report);
    expect(await opened.page.evaluate("Number(document.documentElement.dataset.drawn)")).toBeGreaterThan(12);
    expect(performance.now() - start).toBeLessThan(8000);
  });

  testWithTool("chromium", "runs no script of a stranger and shows his words", async () => {
    const attack = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">'"`;
    await using opened = await open(hostileFixture(attack));
    const { page, said } = opened;
    expect(await page.evaluate("'pwned' in window")).toBe(false);
    expect(await page.locator("h1").textContent()).toBe(`http://a/${attack}`);
    expect(await page.locator("img, script").count()).toBe(2);
    expect(said).toEqual([]);
  });

  testWithTool("chromium", "would not run a script that got into it", async () => {
    await using opened = await open(reportFixture(60));
    const { page } = opened;
    await page.evaluate(`{
      const script = document.createElement("script");
      script.textContent = "window.pwned = 1";
      document.body.append(script);
    }`);
    expect(await page.evaluate("'pwned' in window")).toBe(false);
  });

  testWithTool("chromium", "fits a phone and a wide screen", async () => {
    for (const width of [360, 768, 1920]) {
      await using opened = await open(capacityFixture(), { width });
      expect(await opened.page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  });

  testWithTool("chromium", "follows the system from light to dark", async () => {
    await using opened = await open(reportFixture(60), { isDark: true });
    const { page } = opened;
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(await ground()).toBe("rgb(13, 16, 20)");
    await page.emulateMedia({ colorScheme: "light" });
    expect(await ground()).toBe("rgb(245, 246, 248)");
  });

  testWithTool("chromium", "is printed light, every plot within its page", async () => {
    await using opened = await open(reportFixture(60), { isDark: true });
    const { page } = opened;
    const theme = () => page.evaluate("document.documentElement.dataset.theme ?? null");
    await page.setViewportSize({ width: 688, height: 974 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await eventually(theme, (now) => now === "light")).toBe("light");
    const text = () => page.evaluate("getComputedStyle(document.body).color");
    expect(await text()).toBe("rgb(20, 24, 31)");
    const beyond = await page.evaluate(`[...document.querySelectorAll("figure.plot, .uplot")].filter(
        (plot) => plot.scrollWidth > plot.clientWidth + 1 || plot.getBoundingClientRect().right > innerWidth + 1,
      ).length`);
    expect(beyond).toBe(0);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    expect(await eventually(theme, (now) => now === null)).toBeNull();
    expect(await text()).toBe("rgb(233, 236, 241)");
  });

  testWithTool(
    "chromium",
    "can be read with the keyboard: arrows move the cursor of all plots over time",
    async () => {
      await using opened = await open(reportFixture(120));
      const { page } = opened;
      const time = (plot: string) => page.locator(`#plot-${plot} .u-legend tr:first-child td`).textContent();
      await page.locator("#plot-clients .u-over").focus();
      await page.keyboard.press("End");
      expect(await time("clients")).toBe("2:00");
      expect(await time("latency")).toBe("2:00");
      await page.keyboard.press("ArrowLeft");
      expect(await time("clients")).toBe("1:59");
      const playing = await page.locator("#plot-clients .u-legend tr:nth-child(2) td").textContent();
      expect(playing).toMatch(/^\d,\d{3}$/);
    },
  );

  testWithTool("chromium", "shows and hides a line with the Enter key", async () => {
    await using opened = await open(reportFixture(60));
    const { page } = opened;
    const line = page.locator("#plot-clients .u-legend tr:nth-child(2)");
    await line.locator("th").focus();
    await page.keyboard.press("Enter");
    expect(await line.getAttribute("class")).toContain("u-off");
  });

  testWithTool(
    "chromium",
    "shows a part of the run in all plots over time, and the whole of it again",
    async () => {
      await using opened = await open(reportFixture(600));
      const { page } = opened;
      const other = () => page.locator("#plot-cpu canvas").screenshot();
      const whole = await other();
      const plot = page.locator("#plot-clients .u-over");
      await plot.scrollIntoViewIfNeeded();
      const box = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(box.x + 40, box.y + 50);
      await page.mouse.down();
      await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(0, 0);
      expect(whole.equals(await other())).toBe(false);
      await plot.dblclick();
      await page.mouse.move(0, 0);
      expect(whole.equals(await other())).toBe(true);
    },
  );
});
