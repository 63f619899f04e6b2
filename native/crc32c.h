// CRC-32C (Castagnoli), the checksum of records.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tb {

uint32_t crc32c(const uint8_t* data, size_t size);

// The form in which a checksum is stored next to the data that it covers.
inline uint32_t masked_crc32c(const uint8_t* data, size_t size) {
  uint32_t crc = crc32c(data, size);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

}  // namespace tb
