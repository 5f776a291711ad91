// What the page of a topic has beyond every page.
import { startKeys } from "./keys.js";
import { startTopicHistory } from "./topic-history.js";
import { startTopicKeys } from "./topic-keys.js";

startKeys();
startTopicHistory();
startTopicKeys();
