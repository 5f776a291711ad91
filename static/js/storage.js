// What the browser keeps. Where its owner forbids that, or there is no room, nothing is kept and nothing breaks.
export const ofBrowser = safe(() => localStorage);
export const ofTab = safe(() => sessionStorage);

function safe(find) {
  const attempt = (work) => {
    try {
      return work(find()) ?? null;
    } catch {
      return null;
    }
  };
  return {
    read: (key) => attempt((storage) => storage.getItem(key)),
    keep: (key, value) => attempt((storage) => storage.setItem(key, value)),
    drop: (key) => attempt((storage) => storage.removeItem(key)),
  };
}
