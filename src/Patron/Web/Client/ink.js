// Colours and letters of the drawings, from the tokens of patron.css.
const known = new Map();
let probe;

export const forgetColours = () => known.clear();

/** A token's colour now: light-dark() has no value of its own, so an element must wear it. */
export function c(name) {
  if (!known.has(name)) {
    if (!probe) {
      probe = document.body.appendChild(document.createElement("span"));
      probe.hidden = true;
    }
    probe.style.color = `var(--p-${name})`;
    known.set(name, getComputedStyle(probe).color);
  }
  return known.get(name);
}

export const font = () => ({ fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 });
export const ink = (colour, more) => ({ ...font(), color: c(colour), ...more });

const escaped = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

/** Markup with classes only: the library's own has style attributes, which the policy refuses. */
export const tip = (title, rows) => `<div class="tip"><b>${escaped(title)}</b>${rows.map(([k, v]) => `<span>${escaped(k)}<em>${escaped(v)}</em></span>`).join("")}</div>`;

export const tooltip = more => ({
  trigger: "axis", confine: true, transitionDuration: 0, backgroundColor: c("paper"), borderColor: c("line-2"), borderWidth: 1, padding: [8, 12], extraCssText: "box-shadow:none",
  axisPointer: { type: "line", lineStyle: { color: c("line-2") } }, ...more,
});

export const axis = ({ grid, label, line, ...more } = {}) => ({
  axisTick: { show: false }, axisLine: { show: !!line, lineStyle: { color: c(line || "line-2") } },
  axisLabel: ink("ink-2", label), splitLine: { show: !!grid, lineStyle: { color: c("line") } }, ...more,
});

export const named = name => ({ name, nameLocation: "middle", nameGap: 26, nameTextStyle: ink("ink-3") });
export const dot = () => ({ symbol: "circle", symbolSize: 8, itemStyle: { color: c("c1"), borderColor: c("paper"), borderWidth: 2 } });
export const words = (coord, text, label) => ({ symbol: "circle", symbolSize: .1, silent: true, data: [{ coord, label: { show: true, formatter: text, ...font(), ...label } }] });
