// Reading the wire format of protocol buffers: tags, numbers, and pieces with a length.
#pragma once

#include <cstdint>
#include <cstring>

namespace tb {

// A piece of a message. Reading past its end clears `good`, once and for all.
struct Wire {
  const uint8_t* at = nullptr;
  const uint8_t* end = nullptr;
  bool good = true;

  bool more() const { return good && at < end; }
  size_t left() const { return static_cast<size_t>(end - at); }

  uint64_t varint() {
    uint64_t number = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == end) break;
      uint8_t byte = *at++;
      number |= static_cast<uint64_t>(byte & 127) << (shift < 64 ? shift : 63);
      if (byte < 128) return number;
    }
    good = false;
    return 0;
  }

  // The next piece with a length before it.
  Wire piece() {
    uint64_t size = varint();
    if (!good || size > left()) {
      good = false;
      return {};
    }
    Wire inside{at, at + size};
    at += size;
    return inside;
  }

  // Steps over a field of this tag. Groups, which nobody writes any more, are refused.
  void skip(uint64_t tag) {
    size_t size = 0;
    switch (tag & 7) {
      case 0: varint(); return;
      case 1: size = 8; break;
      case 2: piece(); return;
      case 5: size = 4; break;
      default: good = false; return;
    }
    if (size > left()) {
      good = false;
    } else {
      at += size;
    }
  }
};

// The tag of field `number` whose values have a length before them, and of fixed 32 bits.
constexpr uint64_t length_tag(uint64_t number) { return number << 3 | 2; }
constexpr uint64_t fixed32_tag(uint64_t number) { return number << 3 | 5; }

}  // namespace tb
