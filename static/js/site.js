// What every page loads, as one file: wiki/web/assets.py sends the parts in the places of these lines.
import "./page.js";
import "./reading.js";
import "./suggest.js";
import "./keys.js";
