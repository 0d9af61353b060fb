// Charts by ECharts, which is loaded only where there is one. Each reads the JSON block that data-from names; see Web/Components/Charts.cs for what is in it.
import { $$ } from "./page.js";
import { drawings } from "./drawings.js";
import { ink, forgetColours } from "./ink.js";

const charts = () => $$("[data-chart]");
let loading;

const load = () => loading ??= new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = document.querySelector("meta[name=echarts]").content;
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

function draw(place) {
  if (place.clientWidth === 0) return;
  const data = JSON.parse(document.getElementById(place.dataset.from).textContent);
  const chart = echarts.getInstanceByDom(place) ?? echarts.init(place);
  chart.resize();
  chart.off("click");
  if (data.hrefs) chart.on("click", point => { if (data.hrefs[point.dataIndex]) location.assign(data.hrefs[point.dataIndex]); });
  chart.setOption({ animation: false, textStyle: ink("ink-2"), ...drawings[place.dataset.chart](data, place) }, true);
}

const sizes = new ResizeObserver(entries => { for (const entry of entries) draw(entry.target); });

async function begin(within) {
  const places = $$("[data-chart]", within);
  if (places.length === 0) return;
  await Promise.all([load(), document.fonts.ready]);
  places.forEach(p => sizes.observe(p));
}

document.addEventListener("patron:theme", () => {
  forgetColours();
  if (window.echarts) charts().forEach(draw);
});
document.addEventListener("htmx:load", event => { if (event.detail.elt !== document.body) begin(event.detail.elt); });
begin(document);
