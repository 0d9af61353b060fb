// Everything listens on the document, so that what htmx brings later works as what was there first.
import "./theme.js";
import "./menus.js";
import "./figure.js";
import "./day.js";
import "./list.js";
import "./keys.js";
import "./edit.js";
import "./live.js";
import "./upload.js";
import "./palette.js";
import "./charts.js";
import "./board.js";
import "./query.js";
