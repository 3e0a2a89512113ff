/* Reading one session of a chart by pointing or by the arrow keys.

   A chart is <figure data-chart="trend" data-table="…">; everything it reads out stands in the
   table of that id: a row a session, headings marked with the chart they belong to. Charts of
   one table move together. Without this file the drawing and the table say the same. */
(() => {
  const charts = new Set();

  const readings = (figure) => {
    const table = document.getElementById(figure.dataset.table);
    if (!table) return [];
    const headings = [...table.tHead.rows[0].cells];
    return [...table.tBodies[0].rows].map((row) => {
      const told = headings
        .map((heading, i) => [heading, row.cells[i].textContent])
        .filter(([heading, text]) => heading.dataset.chart === figure.dataset.chart && text)
        .map(([heading, text]) => `${heading.textContent}: ${text}`);
      return [row.cells[0].textContent, ...told].join(". ");
    });
  };

  /* The drawing that charts.css shows at this width, and where its sessions are. */
  const drawings = (figure) => [...figure.querySelectorAll("svg[data-centres]")];
  const shown = (figure) => drawings(figure).find((svg) => svg.clientWidth > 0);
  const centres = (svg) => svg.dataset.centres.split(" ").filter(Boolean).map(Number);

  const draw = (figure, session) => {
    for (const svg of drawings(figure)) {
      const cursor = svg.querySelector(".c-cursor");
      const x = centres(svg)[session];
      if (session === null) cursor.removeAttribute("d");
      else cursor.setAttribute("d", `M${x} ${cursor.dataset.top}V${cursor.dataset.bottom}`);
    }
  };

  const nearest = (svg, clientX) => {
    const box = svg.getBoundingClientRect();
    const x = ((clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const away = centres(svg).map((centre) => Math.abs(centre - x));
    return away.indexOf(Math.min(...away));
  };

  const start = (figure) => {
    const told = readings(figure);
    if (!told.length || figure.classList.contains("is-read")) return;
    const status = figure.querySelector(".chart-reading");
    let session = null;

    const show = (next) => {
      if (next === session) return;
      session = next;
      for (const chart of charts) {
        if (!chart.isConnected) charts.delete(chart);
        else if (chart.dataset.table === figure.dataset.table) draw(chart, session);
      }
      status.textContent = session === null ? figure.dataset.hint : told[session];
      status.classList.toggle("is-told", session !== null);
    };

    const last = told.length - 1;
    const keys = {
      ArrowLeft: () => (session === null ? last : Math.max(0, session - 1)),
      ArrowRight: () => (session === null ? 0 : Math.min(last, session + 1)),
      Home: () => 0,
      End: () => last,
      Escape: () => null,
    };
    figure.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
      if (event.key === "Escape" && session === null) return;
      event.preventDefault();
      show(keys[event.key]());
    });
    const point = (event) => {
      if (event.target.closest("svg[data-centres]")) show(nearest(shown(figure), event.clientX));
    };
    figure.addEventListener("pointermove", point);
    figure.addEventListener("pointerdown", point);
    figure.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && document.activeElement !== figure) show(null);
    });
    figure.addEventListener("blur", () => show(null));

    charts.add(figure);
    figure.classList.add("is-read");
    figure.tabIndex = 0;
    figure.setAttribute("aria-label", figure.dataset.hint);
    status.textContent = figure.dataset.hint;
    status.hidden = false;
  };

  const startAll = (root) => root.querySelectorAll("figure[data-chart]").forEach(start);
  startAll(document);
  document.addEventListener("htmx:load", (event) => startAll(event.target));
})();
