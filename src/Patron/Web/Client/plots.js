// Drawings that any page can use: lines over places, bars with their doubt. Numbers and words from the server, see Web/Components/PlainCharts.cs.
import { number } from "./page.js";
import { c, font, ink, tip, tooltip, axis, named, words } from "./ink.js";

const written = unit => value => value === null || value === undefined ? "–"
  : (value < 0 ? "−" : "") + unit.before + number.format(Math.abs(unit.percent ? value * 100 : value).toFixed(unit.decimals)) + (unit.percent ? "%" : "") + unit.after;

/** Lines with their names at their ends; what is expected is dashed. */
export function lines(d, place) {
  const text = written(d.unit), small = place.clientWidth < 480;
  const ends = d.lines.map(l => l.values.findLastIndex(v => v !== null));
  // Names of lines that end at the same place stand one below the other, in the order of the lines.
  const offset = i => {
    const beside = d.lines.map((_, n) => n).filter(n => ends[n] === ends[i]).sort((a, b) => d.lines[b].values[ends[b]] - d.lines[a].values[ends[a]] || a - b);
    return (beside.indexOf(i) - (beside.length - 1) / 2) * 14;
  };
  return {
    grid: { left: 8, right: small ? 16 : 120, top: d.mark == null ? 14 : 30, bottom: d.axisName ? 34 : 12, containLabel: true },
    tooltip: tooltip({ formatter: points => tip(d.labels[points[0].dataIndex], d.lines.map(l => [l.name, text(l.values[points[0].dataIndex])])) }),
    xAxis: { type: "category", data: d.labels, boundaryGap: false, ...axis({ line: "line-2", label: { hideOverlap: true } }), ...(d.axisName ? named(d.axisName) : {}) },
    yAxis: { type: "value", splitNumber: 4, max: d.unit.percent && Math.max(...d.lines.flatMap(l => l.values)) > .8 ? 1 : null, ...axis({ grid: true, label: { formatter: text } }) },
    series: d.lines.map((l, i) => ({
      type: "line", data: l.values, showSymbol: false, lineStyle: { color: c(l.colour), width: 2, type: l.dashed ? [5, 4] : "solid" }, itemStyle: { color: c(l.colour) },
      endLabel: { show: !small, formatter: () => l.name, distance: 8, offset: [0, offset(i)], ...ink("ink-2", { color: c(l.colour) }) },
      markPoint: small && ends[i] > 0 ? words([Math.floor(ends[i] / 2), l.values[Math.floor(ends[i] / 2)]], l.name, { color: c(l.colour), position: i % 2 ? "bottom" : "top" }) : undefined,
      markLine: i === 0 && d.mark != null ? { silent: true, symbol: "none", lineStyle: { color: c("warn"), type: "solid", width: 1.5 },
        label: { formatter: d.markName ?? "", ...font(), color: c("warn"), position: "end" }, data: [{ xAxis: d.mark }] } : undefined,
    })),
  };
}

/** Bars that lead to their customers, with the doubt of each as a thin line. */
export function bars(d, place) {
  const text = written(d.unit), small = place.clientWidth < 480;
  const over = { type: "category", data: d.labels, ...axis({ line: "field", label: { interval: d.lying || d.labels.length < 13 ? 0 : "auto", hideOverlap: !d.lying, width: d.lying ? (small ? 110 : 190) : undefined, overflow: "truncate" } }), ...(d.axisName && !d.lying ? named(d.axisName) : {}) };
  const along = { type: "value", splitNumber: small ? 3 : 4, ...axis({ grid: true, label: { formatter: text, hideOverlap: true } }), ...(d.axisName && d.lying ? named(d.axisName) : {}) };
  const doubts = (d.doubts ?? []).map((r, i) => r && [i, r[0], r[1]]).filter(Boolean);
  return {
    grid: { left: 8, right: 18, top: 12, bottom: d.axisName ? 34 : 8, containLabel: true },
    tooltip: tooltip({ axisPointer: { type: "none" }, formatter: points => {
      const i = points[0].dataIndex, r = d.doubts?.[i];
      return tip(d.labels[i], [["", text(d.values[i]) + (r ? ` (${text(r[0])} – ${text(r[1])})` : "")]]);
    } }),
    xAxis: d.lying ? along : over,
    yAxis: d.lying ? { ...over, inverse: true } : along,
    series: [
      { type: "bar", data: d.values, barMaxWidth: d.lying ? 18 : 56, barCategoryGap: "28%", cursor: d.hrefs.some(Boolean) ? "pointer" : "default",
        itemStyle: { color: p => c(p.value < 0 ? "c4" : d.colour) } },
      ...(doubts.length ? [{ type: "custom", data: doubts, silent: true, encode: d.lying ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] }, renderItem: (_, api) => {
        const at = d.lying ? v => api.coord([v, api.value(0)]) : v => api.coord([api.value(0), v]);
        const [[x1, y1], [x2, y2]] = [at(api.value(1)), at(api.value(2))];
        return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: c("ink"), lineWidth: 1.5 } };
      } }] : []),
    ],
  };
}

/** An estimate day by day within the band that holds on all days at once; the day on which nothing left the band. */
export function sure(d) {
  const text = written(d.unit), low = d.estimate.map((v, i) => v - d.half[i]), high = d.estimate.map((v, i) => v + d.half[i]);
  // The first days are so wide that they would hide the rest.
  const late = Math.floor(d.days.length / 4), reach = 1.3 * Math.max(...d.half.slice(late).map((h, i) => h + Math.abs(d.estimate[i + late])), 1e-9);
  const edge = { type: "line", stack: "band", stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 } };
  const within = v => Math.min(reach, Math.max(-reach, v));
  return {
    grid: { left: 8, right: 16, top: 26, bottom: 34, containLabel: true },
    tooltip: tooltip({ formatter: p => {
      const i = p[0].dataIndex;
      return tip(`${d.axis} ${d.days[i]}`, [[d.each, text(d.estimate[i])], [d.between, `${text(low[i])} – ${text(high[i])}`]]);
    } }),
    xAxis: { type: "category", data: d.days, boundaryGap: false, ...axis({ label: { hideOverlap: true } }), ...named(d.axis) },
    yAxis: { type: "value", min: -reach, max: reach, splitNumber: 4, ...axis({ grid: true, label: { formatter: v => text(v), showMinLabel: false, showMaxLabel: false } }) },
    series: [
      { ...edge, data: low.map(within) },
      { ...edge, data: high.map((v, i) => within(v) - within(low[i])), areaStyle: { color: c("c2"), opacity: .3 } },
      { type: "line", data: d.estimate.map(within), symbol: "none", lineStyle: { color: c("c1"), width: 2 },
        markLine: { silent: true, symbol: "none", data: [
          { yAxis: 0, lineStyle: { color: c("ink-3"), type: "solid", width: 1 }, label: { show: false } },
          ...(d.sure ? [{ xAxis: String(d.sure), lineStyle: { color: c("good"), type: "solid", width: 1.5 }, label: { show: true, formatter: d.sureLabel, position: "end", ...ink("good") } }] : [])] } },
    ],
  };
}
