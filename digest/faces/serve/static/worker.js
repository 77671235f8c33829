// One connection for all pages of the site that are open: a browser allows six to a host, and a page of its own each
// would leave none for reading. What a worker may connect to is not for the policies of the pages to say.
(() => {
  const pages = new Set();
  let events;

  const listen = () => {
    if (events && events.readyState !== EventSource.CLOSED) return;
    events = new EventSource("events");
    events.onmessage = (event) => {
      for (const page of pages) page.postMessage(JSON.parse(event.data));
    };
  };

  // Whoever comes has been served after some build, and is told what it missed since.
  const join = (page) => {
    page.onmessage = async ({ data }) => {
      if (!data.since) return pages.delete(page);
      pages.add(page);
      listen();
      try {
        page.postMessage(await (await fetch("state?since=" + data.since)).json());
      } catch {} // The server has gone; the connection is tried again and again.
    };
  };

  if ("onconnect" in self) self.onconnect = ({ ports }) => join(ports[0]);
  else join(self);
})();
