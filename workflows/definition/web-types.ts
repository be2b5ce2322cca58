/**
 * Ambient declarations of the globals that Node gives a step: web standards and a little of Node, and
 * nothing of a page. Hand-written, because TypeScript's own DOM library would offer `document`, and
 * Node's types the file system.
 */
export const webTypes = `
interface EventInit { bubbles?: boolean; cancelable?: boolean }
declare class Event { constructor(type: string, init?: EventInit); readonly type: string; readonly target: EventTarget | null; readonly defaultPrevented: boolean; preventDefault(): void }
type EventListenerOptions = boolean | { once?: boolean; signal?: AbortSignal };
declare class EventTarget {
  addEventListener(type: string, listener: (event: Event) => void, options?: EventListenerOptions): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
  private constructor();
  static abort(reason?: any): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  static timeout(milliseconds: number): AbortSignal;
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}
declare class AbortController { readonly signal: AbortSignal; abort(reason?: any): void }
declare class DOMException extends Error { constructor(message?: string, name?: string); readonly code: number }

declare class URLSearchParams {
  constructor(init?: string | Iterable<[string, string]> | Record<string, string> | URLSearchParams);
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  forEach(callback: (value: string, key: string) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class URL {
  constructor(url: string | URL, base?: string | URL);
  static canParse(url: string | URL, base?: string | URL): boolean;
  static parse(url: string | URL, base?: string | URL): URL | null;
  hash: string; host: string; hostname: string; href: string; password: string; pathname: string; port: string;
  protocol: string; search: string; username: string;
  readonly origin: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
  toJSON(): string;
}

declare class TextEncoder { readonly encoding: string; encode(text?: string): Uint8Array<ArrayBuffer> }
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
declare function structuredClone<T>(value: T, options?: { transfer?: ArrayBuffer[] }): T;
declare function queueMicrotask(callback: () => void): void;
interface Timeout { ref(): this; unref(): this; [Symbol.toPrimitive](): number }
declare function setTimeout(callback: (_: void) => void, milliseconds?: number): Timeout;
declare function setTimeout<A extends any[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): Timeout;
declare function setInterval(callback: (_: void) => void, milliseconds?: number): Timeout;
declare function setInterval<A extends any[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): Timeout;
declare function setImmediate<A extends any[]>(callback: (...args: A) => void, ...args: A): unknown;
declare function clearTimeout(timeout: Timeout | number | undefined): void;
declare function clearInterval(timeout: Timeout | number | undefined): void;
declare const performance: { now(): number; readonly timeOrigin: number };

interface Console {
  debug(...values: unknown[]): void;
  error(...values: unknown[]): void;
  info(...values: unknown[]): void;
  log(...values: unknown[]): void;
  warn(...values: unknown[]): void;
}
declare const console: Console;

interface SubtleCrypto {
  digest(algorithm: string, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  decrypt(algorithm: any, key: any, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  deriveBits(algorithm: any, baseKey: any, length?: number | null): Promise<ArrayBuffer>;
  deriveKey(algorithm: any, baseKey: any, derivedKeyType: any, extractable: boolean, usages: string[]): Promise<any>;
  encrypt(algorithm: any, key: any, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  exportKey(format: string, key: any): Promise<any>;
  generateKey(algorithm: any, extractable: boolean, usages: string[]): Promise<any>;
  importKey(format: string, keyData: any, algorithm: any, extractable: boolean, usages: string[]): Promise<any>;
  sign(algorithm: any, key: any, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  verify(algorithm: any, key: any, signature: ArrayBuffer | ArrayBufferView, data: ArrayBuffer | ArrayBufferView): Promise<boolean>;
}
declare const crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
};

declare class Blob {
  constructor(parts?: Iterable<string | ArrayBuffer | ArrayBufferView | Blob>, options?: { type?: string });
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  slice(start?: number, end?: number, type?: string): Blob;
  text(): Promise<string>;
}
declare class File extends Blob {
  constructor(parts: Iterable<string | ArrayBuffer | ArrayBufferView | Blob>, name: string, options?: { type?: string; lastModified?: number });
  readonly name: string;
  readonly lastModified: number;
}
declare class FormData {
  append(name: string, value: string | Blob, fileName?: string): void;
  delete(name: string): void;
  get(name: string): File | string | null;
  getAll(name: string): (File | string)[];
  has(name: string): boolean;
  set(name: string, value: string | Blob, fileName?: string): void;
  entries(): IterableIterator<[string, File | string]>;
  [Symbol.iterator](): IterableIterator<[string, File | string]>;
}
interface ReadableStream<T = any> extends AsyncIterable<T> {
  readonly locked: boolean;
  cancel(reason?: any): Promise<void>;
  getReader(): { read(): Promise<{ done: false; value: T } | { done: true; value: undefined }>; cancel(reason?: any): Promise<void>; releaseLock(): void };
}
type HeadersInit = Headers | Iterable<[string, string]> | Record<string, string>;
declare class Headers {
  constructor(init?: HeadersInit);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, key: string) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
type BodyInit = string | ArrayBuffer | ArrayBufferView | Blob | FormData | URLSearchParams | ReadableStream;
interface RequestInit { body?: BodyInit | null; headers?: HeadersInit; method?: string; redirect?: "error" | "follow" | "manual"; signal?: AbortSignal | null; duplex?: "half" }
interface ResponseInit { headers?: HeadersInit; status?: number; statusText?: string }
interface BodyReader {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  formData(): Promise<FormData>;
  json(): Promise<any>;
  text(): Promise<string>;
}
interface Request extends BodyReader {}
declare class Request { constructor(input: string | URL | Request, init?: RequestInit); readonly headers: Headers; readonly method: string; readonly signal: AbortSignal; readonly url: string; clone(): Request }
interface Response extends BodyReader {}
declare class Response {
  constructor(body?: BodyInit | null, init?: ResponseInit);
  static json(data: any, init?: ResponseInit): Response;
  readonly headers: Headers; readonly ok: boolean; readonly redirected: boolean; readonly status: number;
  readonly statusText: string; readonly url: string;
  clone(): Response;
}
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

type BufferEncoding = "ascii" | "base64" | "base64url" | "binary" | "hex" | "latin1" | "utf-8" | "utf8" | "utf16le";
interface Buffer extends Uint8Array<ArrayBuffer> {
  equals(other: Uint8Array): boolean;
  readUInt8(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  toJSON(): { type: "Buffer"; data: number[] };
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
}
declare const Buffer: {
  alloc(size: number, fill?: string | number, encoding?: BufferEncoding): Buffer;
  byteLength(text: string | ArrayBuffer | ArrayBufferView, encoding?: BufferEncoding): number;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  from(text: string, encoding?: BufferEncoding): Buffer;
  from(bytes: ArrayBuffer | Uint8Array | readonly number[]): Buffer;
  isBuffer(value: unknown): value is Buffer;
};
`;
