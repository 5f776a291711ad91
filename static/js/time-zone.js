// Tells the server the browser's time zone, once, where a page asks for it: <form data-time-zone hidden>.
export function startTimeZone() {
  const form = document.querySelector("form[data-time-zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // UTC is what the server takes anyway, and is no place in its list.
  if (!form || !zone || !/^(?!Etc\/)\w+\//.test(zone)) return;
  form.elements.time_zone.value = zone;
  // A zone that the server does not know stays unset; nobody asked, so nobody is told.
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => {});
}
