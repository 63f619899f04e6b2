// Compiled oneDNN primitives, kept by shape: making one costs milliseconds, running it
// microseconds, and running it again asks the heap for nothing of ours.
#pragma once

#include <dnnl.hpp>

#include <algorithm>
#include <atomic>
#include <initializer_list>
#include <list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../list.h"

namespace tb {

dnnl::engine& engine();
dnnl::stream& stream();

// What a primitive is made for: a literal and some numbers.
class PrimitiveKey {
 public:
  PrimitiveKey(std::string_view kind, std::initializer_list<int64_t> numbers) : kind_(kind) {
    append(numbers.begin(), numbers.size());
  }
  void append(const int64_t* numbers, size_t count) {
    if (count > kMost - count_) throw std::length_error("PrimitiveKey");
    std::copy_n(numbers, count, numbers_ + count_);
    count_ += count;
  }
  bool operator==(const PrimitiveKey& other) const {
    return kind_ == other.kind_ &&
           std::equal(numbers_, numbers_ + count_, other.numbers_, other.numbers_ + other.count_);
  }
  struct Hash {
    size_t operator()(const PrimitiveKey& key) const {
      size_t hash = std::hash<std::string_view>()(key.kind_);
      for (size_t i = 0; i < key.count_; ++i) {
        hash = (hash ^ static_cast<size_t>(key.numbers_[i])) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
      }
      return hash;
    }
  };

 private:
  static constexpr size_t kMost = 64;
  std::string_view kind_;
  size_t count_ = 0;
  int64_t numbers_[kMost];
};

// Attributes of a primitive whose scratch memory the caller brings.
inline dnnl::primitive_attr user_scratch() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

// A primitive whose attributes are `user_scratch`, with the memory objects of its last run.
class Prepared {
 public:
  Prepared(const dnnl::primitive_desc_base& desc, const dnnl::primitive& primitive);
  ~Prepared();
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  // Each operand: which argument it is, and its data; the same arguments every time.
  void run(std::initializer_list<std::pair<int, const void*>> operands) const;

 private:
  struct Call;
  std::unique_ptr<Call> make_call(
      std::initializer_list<std::pair<int, const void*>> operands) const;

  dnnl::primitive_desc_base desc_;
  dnnl::primitive primitive_;
  int64_t scratch_bytes_;
  mutable std::atomic<Call*> idle_{nullptr};
};

// The entry of that key; `make` returns it, empty where oneDNN can't do it.
template <class Entry, class Make>
std::shared_ptr<Entry> cached_entry(const PrimitiveKey& key, const Make& make) {
  constexpr size_t kLimit = 512;
  static std::mutex mutex;
  static auto* entries =
      new std::unordered_map<PrimitiveKey, std::shared_ptr<Entry>, PrimitiveKey::Hash>();
  static auto* oldest_first = new std::list<PrimitiveKey>();
  std::lock_guard lock(mutex);
  auto found = entries->find(key);
  if (found != entries->end()) return found->second;
  std::shared_ptr<Entry> entry;
  try {
    entry = make();
  } catch (const dnnl::error&) {
    // Kept as an empty entry: the caller falls back, now and the next time.
    entry.reset();
  }
  if (entries->size() >= kLimit) {
    entries->erase(oldest_first->front());
    oldest_first->pop_front();
  }
  oldest_first->push_back(key);
  entries->emplace(key, entry);
  return entry;
}

// The primitive of that key; `make` returns its description, empty where oneDNN can't do it.
template <class P, class Make>
std::shared_ptr<Prepared> cached_primitive(const PrimitiveKey& key, const Make& make) {
  return cached_entry<Prepared>(key, [&] {
    typename P::primitive_desc desc = make();
    return desc ? std::make_shared<Prepared>(desc, P(desc)) : nullptr;
  });
}

}  // namespace tb
