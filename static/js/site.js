// The scripts of every page, as a single file: wiki/web/assets.py replaces these lines by the parts.
import "./page.js";
import "./reading.js";
import "./suggest.js";
import "./keys.js";
