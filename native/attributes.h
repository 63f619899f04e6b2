// An operation's attributes, read once from Python and then free of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dtype.h"

namespace tb {

struct Attribute {
  enum class Kind : uint8_t { kNone, kInt, kFloat, kString, kType, kInts, kFloats, kOther };

  std::string_view name;
  Kind kind = Kind::kNone;
  int64_t integer = 0;
  double real = 0;
  std::string_view text;
  std::vector<int64_t> integers;
  std::vector<double> reals;
};

// Names and texts point into Python strings; whoever builds one keeps those alive.
class Attributes {
 public:
  Attribute& add(std::string_view name) {
    items_.emplace_back();
    items_.back().name = name;
    return items_.back();
  }
  void reserve(size_t n) { items_.reserve(n); }

  const Attribute* find(std::string_view name) const {
    for (const Attribute& item : items_) {
      if (item.name == name) return &item;
    }
    return nullptr;
  }

 private:
  std::vector<Attribute> items_;
};

}  // namespace tb
