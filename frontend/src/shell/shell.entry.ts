import 'htmx.org';
import { closesMenus } from './menus';
import { connection } from './connection';

closesMenus(document);
connection(document);
void navigator.serviceWorker?.register('/sw.js');
