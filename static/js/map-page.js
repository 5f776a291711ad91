// What pages with a map have beyond every page. It comes with the dialogs of a map (`roadmaps/_dialogs.html`).
import { startBackFocus } from "./back-focus.js";
import { startFind } from "./find.js";
import { startFold } from "./fold.js";
import { startHere } from "./here.js";
import { startKeys } from "./keys.js";
import { startKnown } from "./known.js";
import { startManyLinks } from "./many-links.js";
import { startMapFocus } from "./map-focus.js";
import { startMapKeys } from "./map-keys.js";
import { startPanel } from "./panel.js";
import { startSelectionKeys } from "./selection-keys.js";
import { startShare } from "./share.js";
import { startTopicKeys } from "./topic-keys.js";
import { startViewChoice } from "./view-choice.js";
import { startZoom } from "./zoom.js";

startPanel();
startKeys();
startKnown();
startMapFocus();
startMapKeys();
startManyLinks();
startSelectionKeys();
startTopicKeys();
startFold();
startViewChoice();
startZoom();
startHere();
startFind();
startShare();
startBackFocus();

document.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-tap-marks]")) (await import("./tap-marks.js")).toggle();
});
