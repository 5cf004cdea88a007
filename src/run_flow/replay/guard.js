// Stands before Playwright's service worker: every page that it makes out of a recording gets a policy under which
// only the viewer's own script runs, and what a recording does not hold is told of to our server.
(() => {
  const listen = self.addEventListener.bind(self);
  self.addEventListener = (kind, listener) =>
    listen(kind, kind === "fetch" ? listened(listener) : listener);

  const listened = (listener) => (event) => {
    if (new URL(event.request.url).pathname !== BLOCKED) listener(guarded(event)); // a report goes to our server
  };

  function guarded(event) {
    const respond = event.respondWith.bind(event);
    const respondWith = (answer) => respond(Promise.resolve(answer).then((made) => policed(event.request, made)));
    Object.defineProperty(event, "respondWith", { value: respondWith });
    return event;
  }

  async function policed(request, made) {
    if (made.url) return made; // our server's, with its own policy
    if (!request.url.startsWith(self.registration.scope)) {
      if (made.status === 404 && new URL(request.url).origin !== self.location.origin) report(request.url);
      return made;
    }
    const headers = new Headers(made.headers);
    const page = new URL(request.url).pathname.includes("/snapshot/") && made.status === 200;
    const html = page ? await made.text() : null;
    headers.set("Content-Security-Policy", page ? await policy(html) : "default-src 'none'; sandbox");
    headers.set("X-DNS-Prefetch-Control", "off");
    return new Response(page ? html : made.body, { status: made.status, headers });
  }

  // The viewer writes its own script at a fixed place, before anything of the recording.
  async function policy(html) {
    const own = /^(?:<!DOCTYPE [a-zA-Z0-9]*>)?<style>[^<]*<\/style><script(?: nonce="[^"]*")?>([^]*?)<\/script>/.exec(html);
    const scripts = own ? `'sha256-${await hash(own[1])}'` : "'none'";
    return SNAPSHOT.replace("SCRIPTS", scripts);
  }

  async function hash(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  }

  function report(beyond) {
    fetch(BLOCKED, { method: "POST", body: JSON.stringify({ beyond }) }).catch(() => {});
  }
})();
