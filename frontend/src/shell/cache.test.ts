import { describe, expect, it } from 'vitest';
import { treatment } from './cache';

const here = 'https://serai.example';
const ask = (path: string, mode: RequestMode = 'no-cors', method = 'GET') =>
  treatment({ url: new URL(path, here).href, mode, method }, here);

describe('the service worker', () => {
  it('keeps built files and icons', () => {
    expect(ask('/static/assets/styles/serai-1.css')).toBe('static');
    expect(ask('/static/icons/serai.svg')).toBe('static');
  });

  it('never keeps a page or an answer of the API', () => {
    expect(ask('/tracing/cases/C-1/', 'navigate')).toBe('page');
    expect(ask('/api/v1/tracing/cases')).toBe('network');
    expect(ask('/me/copy/', 'cors')).toBe('network');
  });

  it('leaves what is sent, and other hosts, alone', () => {
    expect(ask('/accounts/login/', 'navigate', 'POST')).toBe('network');
    expect(ask('https://elsewhere.example/static/assets/x.js')).toBe('network');
  });
});
