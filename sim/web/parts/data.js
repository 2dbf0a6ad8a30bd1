// The data that the program put into the page, as JSON in <script type="application/json" id="data">.

export function pageData() {
  const place = document.getElementById("data");
  return place ? JSON.parse(place.textContent) : null;
}
