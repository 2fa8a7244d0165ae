import './room.css';
import { printsPage, submitsOnChange } from './small';

submitsOnChange(document);
printsPage(document, () => {
  window.print();
});
