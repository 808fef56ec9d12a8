// Draws the lines that the kiosk's main process puts behind the # of the address, and draws them again when they change.
// Everything is set as text: nothing heard from anywhere becomes part of the page.
function draw() {
  const hash = location.hash.slice(1);
  if (hash === '') return;
  const view = JSON.parse(decodeURIComponent(hash));
  for (const id of ['title', 'sentence', 'age']) document.getElementById(id).textContent = view[id];
  const rows = view.rows.map((row) => {
    const item = document.createElement('li');
    item.className = row.now ? 'now' : '';
    for (const text of [row.time, row.what])
      item.append(Object.assign(document.createElement('span'), { textContent: text }));
    return item;
  });
  document.getElementById('rows').replaceChildren(...rows);
}

addEventListener('hashchange', draw);
draw();
