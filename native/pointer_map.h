// A map from addresses to small values: open addressing, in memory of the caching allocator.
#pragma once

#include <cstdint>
#include <utility>

#include "list.h"

namespace tb {

template <class Value>
class PointerMap {
 public:
  // Null where the key is unknown. Stays valid until the next key is added.
  Value* find(const void* key) {
    if (items_.empty()) return nullptr;
    Item& item = place_of(key);
    return item.key ? &item.value : nullptr;
  }
  const Value* find(const void* key) const { return const_cast<PointerMap*>(this)->find(key); }
  bool contains(const void* key) const { return find(key) != nullptr; }

  // The value of the key, which is added where it is unknown.
  Value& operator[](const void* key) {
    if (2 * (count_ + 1) > items_.size()) grow();
    Item& item = place_of(key);
    if (!item.key) {
      item.key = key;
      ++count_;
    }
    return item.value;
  }

  void clear() {
    items_.clear();
    count_ = 0;
  }

 private:
  struct Item {
    const void* key = nullptr;
    Value value{};
  };

  Item& place_of(const void* key) {
    // Fibonacci hashing: the high bits of the product are well mixed.
    uint64_t hash = reinterpret_cast<uintptr_t>(key) * 0x9E3779B97F4A7C15u;
    size_t mask = items_.size() - 1;
    size_t at = static_cast<size_t>(hash >> 32) & mask;
    while (items_[at].key && items_[at].key != key) at = (at + 1) & mask;
    return items_[at];
  }

  void grow() {
    List<Item> old(items_.empty() ? 16 : 2 * items_.size());
    std::swap(items_, old);
    for (Item& item : old) {
      if (item.key) place_of(item.key) = std::move(item);
    }
  }

  List<Item> items_;
  size_t count_ = 0;
};

}  // namespace tb
