// Compiled oneDNN primitives, kept by shape: making one costs milliseconds, running it
// microseconds.
#pragma once

#include <dnnl.hpp>

#include <initializer_list>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "../list.h"

namespace tb {

dnnl::engine& engine();
dnnl::stream& stream();

class PrimitiveKey {
 public:
  PrimitiveKey(const char* kind, std::initializer_list<int64_t> numbers) : text_(kind) {
    append(numbers.begin(), numbers.size());
  }
  void append(const int64_t* numbers, size_t count) {
    text_.append(reinterpret_cast<const char*>(numbers), count * sizeof(int64_t));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

template <class P>
struct CachedPrimitive {
  typename P::primitive_desc desc;
  P primitive;
};

// The primitive of that key; `make` returns its description, empty where oneDNN can't do it.
template <class P, class Make>
std::shared_ptr<CachedPrimitive<P>> cached_primitive(const PrimitiveKey& key, const Make& make) {
  using Entry = std::shared_ptr<CachedPrimitive<P>>;
  constexpr size_t kLimit = 512;
  static std::mutex mutex;
  static auto* entries = new std::unordered_map<std::string, Entry>();
  static auto* oldest_first = new std::list<std::string>();
  std::lock_guard lock(mutex);
  auto found = entries->find(key.text());
  if (found != entries->end()) return found->second;
  Entry entry;
  try {
    typename P::primitive_desc desc = make();
    if (desc) entry = std::make_shared<CachedPrimitive<P>>(CachedPrimitive<P>{desc, P(desc)});
  } catch (const dnnl::error&) {
    // Kept as an empty entry: the caller falls back, now and the next time.
    entry.reset();
  }
  if (entries->size() >= kLimit) {
    entries->erase(oldest_first->front());
    oldest_first->pop_front();
  }
  oldest_first->push_back(key.text());
  entries->emplace(key.text(), entry);
  return entry;
}

struct Operand {
  dnnl::memory::desc desc;
  const void* data;
};

// Attributes of a primitive whose scratch memory the caller brings.
inline dnnl::primitive_attr user_scratch() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

template <class P>
void run_primitive(const CachedPrimitive<P>& entry,
                   std::initializer_list<std::pair<int, Operand>> operands) {
  Scratch<char> scratch(static_cast<int64_t>(entry.desc.scratchpad_desc().get_size()));
  std::unordered_map<int, dnnl::memory> arguments;
  for (const auto& [id, operand] : operands) {
    arguments.emplace(id, dnnl::memory(operand.desc, engine(), const_cast<void*>(operand.data)));
  }
  arguments.emplace(DNNL_ARG_SCRATCHPAD,
                    dnnl::memory(entry.desc.scratchpad_desc(), engine(), scratch.get()));
  entry.primitive.execute(stream(), arguments);
}

}  // namespace tb
