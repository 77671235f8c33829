// One connection for all pages of the site that are open: a browser allows six to a host, and a page of its own each
// would leave none for reading. What a worker may connect to is not for the policies of the pages to say.
(() => {
  const pages = new Map(); // Each with the news that wait until it has been told what it missed, or null.
  let events;

  const listen = (since) => {
    if (events && events.readyState !== EventSource.CLOSED) return;
    events = new EventSource("events?since=" + since);
    events.onmessage = (event) => {
      const news = JSON.parse(event.data);
      for (const [page, waiting] of pages) waiting ? waiting.push(news) : page.postMessage(news);
    };
  };

  // Whoever comes has been served after some build, and may have missed later ones.
  const join = async (page, since) => {
    const waiting = [];
    pages.set(page, waiting);
    listen(since);
    try {
      page.postMessage(await (await fetch("state?since=" + since)).json());
    } catch {} // The server has gone. The connection is tried again and again, and then tells more.
    waiting.forEach((news) => page.postMessage(news));
    if (pages.has(page)) pages.set(page, null);
  };

  const meet = (page) => {
    page.onmessage = ({ data }) => (data.since ? join(page, data.since) : pages.delete(page));
  };

  if ("onconnect" in self) self.onconnect = ({ ports }) => meet(ports[0]);
  else meet(self);
})();
