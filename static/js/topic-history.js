// A topic's page that was reloaded where its panel was open: Back leads to an entry of the roadmap's page, which is loaded then.
export function startTopicHistory() {
  const loaded = location.pathname + location.search;
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== loaded) location.reload();
  });
}
