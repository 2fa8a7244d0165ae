import './lookup.css';
import { lookup } from './page';

lookup(document);
