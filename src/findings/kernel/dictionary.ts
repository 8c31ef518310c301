/**
 * Numbers for texts: 0, 1, 2, ... in the order they come, equal ones for equal bytes. Texts are never forgotten:
 * they are names, of which even a huge instance has few beside its rows.
 */
import { isSame } from './cells'

/** Of each text: where its bytes are, how many. */
const ENTRY: u32 = 8
/** Of each place of the table: upper half of the hash, number + 1 (0: free). */
const PLACE: u32 = 8

let seed: u64 = 0
let size: u32 = 0
let room: u32 = 0
let entries: usize = 0
let table: usize = 0
/** Everything from here on is free. */
let free: usize = 0

/** Begins an empty dictionary. */
export function open(random: u32): void {
  seed = ((<u64>random) << 32) | <u64>random
  free = (__heap_base + 15) & ~15
  size = 0
  scratchBytes = 0
  room = 1024
  entries = allocate(room * ENTRY)
  table = allocate(room * 2 * PLACE)
  memory.fill(table, 0, room * 2 * PLACE)
}

let scratchBytes: u32 = 0
let scratch: usize = 0

/** Room for so many bytes that come from elsewhere than a file; the room given before is used no more. */
export function scratchFor(bytes: u32): usize {
  if (bytes > scratchBytes) {
    scratchBytes = max(bytes, 4096)
    scratch = allocate(scratchBytes)
  }
  return scratch
}

/** Where the bytes of a text are. */
export function textAt(number: u32): u32 {
  return load<u32>(entries + number * ENTRY)
}

/** How many there are. */
export function textBytes(number: u32): u32 {
  return load<u32>(entries + number * ENTRY + 4)
}

/** The number of a text; up to 7 bytes behind it are looked at and count for nothing. */
export function intern(start: usize, length: u32): u32 {
  const full = hashOf(start, length)
  const mark = <u32>(full >> 32)
  const last = room * 2 - 1
  let place = <u32>full & last
  while (true) {
    const at = table + place * PLACE
    const number = load<u32>(at + 4)
    if (number === 0) break
    if (load<u32>(at) === mark && isText(number - 1, start, length)) return number - 1
    place = (place + 1) & last
  }
  if (size === room) {
    grow()
    return intern(start, length)
  }
  store<u32>(table + place * PLACE, mark)
  store<u32>(table + place * PLACE + 4, size + 1)
  keep(start, length)
  return size - 1
}

function isText(number: u32, start: usize, length: u32): bool {
  return textBytes(number) === length && isSame(textAt(number), start, length)
}

function keep(start: usize, length: u32): void {
  const copy = allocate(length)
  memory.copy(copy, start, length)
  store<u32>(entries + size * ENTRY, <u32>copy)
  store<u32>(entries + size * ENTRY + 4, length)
  size++
}

/** Twice the room; at most half of the places are ever taken. */
function grow(): void {
  const larger = allocate(room * 2 * ENTRY)
  memory.copy(larger, entries, room * ENTRY)
  entries = larger
  room *= 2
  table = allocate(room * 2 * PLACE)
  memory.fill(table, 0, room * 2 * PLACE)
  const last = room * 2 - 1
  for (let number: u32 = 0; number < size; number++) {
    const full = hashOf(textAt(number), textBytes(number))
    let place = <u32>full & last
    while (load<u32>(table + place * PLACE + 4) !== 0) place = (place + 1) & last
    store<u32>(table + place * PLACE, <u32>(full >> 32))
    store<u32>(table + place * PLACE + 4, number + 1)
  }
}

function allocate(bytes: u32): usize {
  const at = free
  free = (free + bytes + 15) & ~15
  // 16 more, since reading may go a little beyond the last text.
  const missing = <i32>((free + 16) >> 16) + 1 - memory.size()
  if (missing > 0 && memory.grow(max(missing, memory.size() >> 2)) < 0) unreachable()
  return at
}

/** Two halves are mixed side by side, as each step waits for the one before. */
function hashOf(start: usize, length: u32): u64 {
  let even = seed ^ (<u64>length * 0x9e3779b97f4a7c15)
  let odd = ~even
  let at: u32 = 0
  for (; at + 16 <= length; at += 16) {
    even = step(even, load<u64>(start + at))
    odd = step(odd, load<u64>(start + at + 8))
  }
  if (at + 8 <= length) {
    even = step(even, load<u64>(start + at))
    at += 8
  }
  const rest: u32 = length - at
  if (rest !== 0) odd = step(odd, load<u64>(start + at) & (((<u64>1) << (<u64>rest * 8)) - 1))
  return step(even, odd)
}

function step(mixed: u64, word: u64): u64 {
  const product = (mixed ^ word) * 0xbf58476d1ce4e5b9
  return product ^ (product >> 32)
}
