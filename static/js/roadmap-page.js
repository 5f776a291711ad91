// What the page of a roadmap has beyond every page.
import { startFind } from "./find.js";
import { startFold } from "./fold.js";
import { startHere } from "./here.js";
import { startKeys } from "./keys.js";
import { startKnown } from "./known.js";
import { startManyLinks } from "./many-links.js";
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
