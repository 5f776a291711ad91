// Whether the page shows its roadmap as a map: a style sheet decides, by the window and the reader's choice.
export const isMap = () =>
  getComputedStyle(document.querySelector(".map__layer") ?? document.body).position === "absolute";
