// What HTML and HTMX cannot say. Everything here is an addition: each page works without it.
import { startPanel } from "./panel.js";
import { startKeys } from "./keys.js";
import { startHtmx } from "./htmx-events.js";
import { startSmall } from "./small.js";

startPanel();
startKeys();
startHtmx();
startSmall();
