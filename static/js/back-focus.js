// Back from the page of a topic the focus is on the topic's link, where browsers do not keep the whole page. Not where a finger
// leads: there the place of the map is enough.
export function startBackFocus() {
  const { activation } = window.navigation ?? {};
  const isBack = activation?.navigationType === "traverse" && activation.from?.url;
  if (!isBack || document.activeElement !== document.body || !matchMedia("(hover: hover)").matches) return;
  const { pathname } = new URL(activation.from.url);
  document.querySelector(`.map a[href="${CSS.escape(pathname)}"]`)?.focus({ preventScroll: true });
}
