// The words for a count, of those that an element has for each plural form of the page's language: `data-one`, `data-other` or,
// where `name` tells several apart, `data-waiting-one`, `data-waiting-other`.
export function counted({ dataset }, count, name = "") {
  const words = (form) => dataset[name ? `${name}${form.charAt(0).toUpperCase()}${form.slice(1)}` : form];
  const form = new Intl.PluralRules(document.documentElement.lang || "en").select(count);
  return (words(form) ?? words("other") ?? "").replace("{count}", count);
}
