// The drawings: numbers and words from the server, looks from the tokens. One message each.
import { number } from "./page.js";
import { lines, bars, sure } from "./plots.js";
import { c, font, ink, tip, tooltip, axis, named, dot, words } from "./ink.js";

/** The least of 1, 2, 2.5, 3, 4, 5 times a power of ten that is not below the value. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * [1, 2, 2.5, 3, 4, 5, 10].find(m => m * power >= value * (1 - 1e-9));
}

const percent = (value, decimals = 1) => number.format(value.toFixed(decimals)) + "%";
const money = d => value => (value < 0 ? "−" : "") + d.moneyBefore + number.format(Math.round(Math.abs(value))) + d.moneyAfter;

/** Gained above nought, lost below, the number of active customers as a line over them. */
function bucket(d, place) {
  const small = place.clientWidth < 480, last = d.months.length - 1, left = 46, right = 14;
  const step = roundUp(Math.max(...d.won.map((w, i) => w + d.back[i]), ...d.lost, 1) / 3), most = step * 3;
  const least = Math.min(...d.active), top = Math.max(...d.active), pad = Math.max(1, (top - least) * .15);
  const marked = new Set([0, d.active.indexOf(least), d.active.indexOf(top), last]);
  return {
    grid: [{ left, right, top: 30, height: 66 }, { left, right, top: 126, bottom: 44 }],
    graphic: [
      { type: "text", left: 0, top: 2, style: { text: d.words.activeOver, ...font(), fill: c("ink-2") } },
      { type: "text", left: 0, bottom: 4, style: { text: small ? d.words.kept + " %" : d.words.kept, ...font(), fill: c("ink-3") } },
    ],
    tooltip: tooltip({ formatter: points => {
      const i = points[0].dataIndex;
      return tip(d.months[i], [
        [d.words.active, number.format(d.active[i])], [d.words.won, number.format(d.won[i])], [d.words.back, number.format(d.back[i])],
        [d.words.lost, "−" + number.format(d.lost[i])], [d.words.kept, d.kept[i] === null ? "–" : percent(d.kept[i])]]);
    } }),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    xAxis: [
      { type: "category", gridIndex: 0, data: d.months, ...axis({ label: { show: false } }) },
      { type: "category", gridIndex: 1, data: d.months, ...axis({ line: "field", label: {
        interval: 0, lineHeight: 17, rich: { kept: ink("ink-3", { lineHeight: 17 }) },
        formatter: (_, i) => `${small ? d.onPhone[i] : d.onAxis[i]}\n{kept|${d.kept[i] === null ? "–" : Math.round(d.kept[i]) + (small ? "" : "%")}}` } }) },
    ],
    yAxis: [
      { type: "value", gridIndex: 0, min: least - pad, max: top + pad, ...axis({ label: { show: false } }) },
      { type: "value", gridIndex: 1, min: -most, max: most, interval: step, ...axis({ grid: true, label: { formatter: v => number.format(Math.abs(v)) } }) },
    ],
    series: [
      { type: "line", data: d.active, symbol: "circle", symbolSize: 5, lineStyle: { color: c("ink-3"), width: 1.5 }, itemStyle: { color: c("ink-3") },
        labelLayout: { hideOverlap: true }, label: { show: true, position: "top", ...ink("ink"), formatter: p => marked.has(p.dataIndex) ? number.format(p.value) : "" } },
      ...[["won", "c1", 1], ["back", "c2", 1], ["lost", "c4", -1]].map(([key, colour, sign]) => ({
        type: "bar", stack: "flow", data: d[key].map(v => sign * v), xAxisIndex: 1, yAxisIndex: 1, barWidth: "48%", itemStyle: { color: c(colour) } })),
    ],
  };
}

/** What share of the revenue the best customers bring; the diagonal is what it would be if all spent the same. */
const concentration = d => ({
  grid: { left: 40, right: 14, top: 12, bottom: 40 },
  tooltip: tooltip({ formatter: points => tip(d.words.best.replace("{x}", percent(points[0].value[0])), [[d.words.share, percent(points[0].value[1])]]) }),
  xAxis: { type: "value", min: 0, max: 100, interval: 20, ...axis({ label: { formatter: "{value}%" } }), ...named(d.words.of) },
  yAxis: { type: "value", min: 0, max: 100, interval: 20, ...axis({ grid: true, label: { formatter: "{value}%" } }) },
  series: [
    { type: "line", data: d.curve, showSymbol: false, lineStyle: { color: c("c1"), width: 2 }, areaStyle: { color: c("band"), opacity: .7 },
      markPoint: { ...dot(), label: { show: true, position: "right", distance: 8, offset: [0, 8], ...ink("ink"), formatter: p => p.name },
        data: d.marks.map(m => ({ name: m.name, coord: [m.x, m.y] })) } },
    { type: "line", data: [[0, 0], [100, 100]], showSymbol: false, silent: true, lineStyle: { color: c("field"), width: 1, type: [3, 4] },
      markPoint: words([44, 37], d.words.equal, { color: c("ink-2"), rotate: 38, position: "inside" }) },
  ],
});

/** A customer's orders as stems; the stretch in which the next was expected, and the reckoning day. */
function purchases(d, place) {
  const written = money(d), top = Math.max(...d.orders.map(o => o.amount), 1);
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });
  // "Expected" stands above the plot; "today" well below it, so that the two are apart where the day lies in the stretch.
  const points = d.orders.map(o => [o.day, o.amount]);
  return {
    useUTC: true,
    grid: { left: 8, right: 40, top: 28, bottom: 24, containLabel: true },
    tooltip: tooltip({ trigger: "item", formatter: p => tip(day.format(new Date(p.value[0])), [[d.words.order, written(p.value[1])]]) }),
    xAxis: { type: "time", min: d.from, max: d.to, splitNumber: place.clientWidth < 480 ? 4 : 7,
      ...axis({ line: "line-2", label: { hideOverlap: true, formatter: at => month.format(at) } }) },
    yAxis: { type: "value", min: 0, splitNumber: 3, ...axis({ grid: true, label: { formatter: written } }) },
    series: [
      { type: "bar", data: points, barWidth: 2, silent: true, itemStyle: { color: c("c2") },
        markArea: { silent: true, itemStyle: { color: c("warn-wash") }, label: { ...ink("warn"), position: "insideTop", offset: [0, -24] },
          data: d.due ? [[{ name: d.words.expected, xAxis: d.due.from }, { xAxis: d.due.to }]] : [] },
        markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: c("warn"), type: "solid", width: 1.5 }, data: [{ xAxis: d.today }] } },
      { type: "scatter", data: points, symbolSize: 9, itemStyle: { color: c("c1"), opacity: 1 },
        markPoint: words([d.today, d.due ? top * .86 : top], d.words.today, { color: c("warn"), position: "right" }) },
    ],
  };
}

export const drawings = { bucket, concentration, purchases, lines, bars, sure };
