// Kernels by operation name and element type.
//
//   CPU_KERNEL("Exp", Unary<Exp>, float, double, bfloat16);   // Unary<Exp>::run<T>(ctx), key:
//   input 0 CPU_KERNEL_AT(1, "Select", Select, float, double);        // key: the type of input 1
//   CPU_KERNEL_ANY("Reshape", reshape);                       // one function for every type
//
// A kernel returns false for anything that it does not handle, wrong input included: the
// Python reference then runs and, where something is wrong, says so.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "array.h"
#include "attributes.h"
#include "list.h"

namespace tb {

// Where the outputs of a kernel go: into the places that the caller has for them, and behind
// those into a list of its own.
class Outputs {
 public:
  Outputs(Array* const* places, int count) : places_(places), count_(count) {}

  Array& next() {
    int index = made_++;
    if (index < count_) return *places_[index];
    if (!more_) more_ = std::make_unique<std::deque<Array>>();
    return more_->emplace_back();
  }
  int size() const { return made_; }
  Array& operator[](int i) { return i < count_ ? *places_[i] : (*more_)[i - count_]; }

 private:
  Array* const* places_;
  int count_;
  int made_ = 0;
  std::unique_ptr<std::deque<Array>> more_;
};

// Outputs of a call whose caller wants them one after the other.
class FewOutputs : public Outputs {
 public:
  FewOutputs() : Outputs(places_, 2) {}
  FewOutputs(const FewOutputs&) = delete;
  FewOutputs& operator=(const FewOutputs&) = delete;

 private:
  Array few_[2];
  Array* places_[2] = {&few_[0], &few_[1]};
};

class KernelContext {
 public:
  KernelContext(const Array* const* inputs, int input_count, const Attributes& attributes,
                Outputs& outputs, uint64_t dying_inputs = 0)
      : inputs_(inputs),
        input_count_(input_count),
        attributes_(attributes),
        dying_inputs_(dying_inputs),
        outputs_(outputs) {}

  int input_count() const { return input_count_; }
  // Whether nobody will look at that input after this step, here or anywhere else.
  bool is_last_use(int i) const {
    return ((dying_inputs_ >> i) & 1u) && inputs_[i]->buffer().unique();
  }
  const Array& input(int i) const { return *inputs_[i]; }

  bool attr_bool(std::string_view name, bool fallback = false) const;
  int64_t attr_int(std::string_view name, int64_t fallback = 0) const;
  double attr_float(std::string_view name, double fallback = 0) const;
  std::string_view attr_string(std::string_view name, std::string_view fallback = {}) const;
  DType attr_dtype(std::string_view name, DType fallback) const;
  // Empty where the attribute is absent.
  const std::vector<int64_t>& attr_ints(std::string_view name) const;

  // Allocates the next output.
  Array& output(DType dtype, Dims dims) {
    return outputs_.next() = Array(dtype, std::move(dims));
  }
  // Gives an existing array out, sharing its memory.
  void share(Array array) { outputs_.next() = std::move(array); }
  // Allocates the next output, or takes over an input that dies with this step.
  // Only for kernels that read element i of that input no later than they write element i.
  Array& output_over(DType dtype, const Dims& dims, std::initializer_list<int> candidates) {
    return output_over(dtype, dims, candidates.begin(), static_cast<int>(candidates.size()));
  }
  Array& output_over(DType dtype, const Dims& dims, const int* candidates, int count);

 private:
  const Array* const* inputs_;
  int input_count_;
  const Attributes& attributes_;
  uint64_t dying_inputs_;
  Outputs& outputs_;
};

using Kernel = bool (*)(KernelContext&);

// An element-wise kernel as a loop over `n` elements of inputs that lie side by side: what a
// fused step is put together from.
struct TileKernel {
  DType key = DType::kInvalid;  // the type of the key input
  DType result = DType::kInvalid;
  int64_t cost = 1;
  void (*loop)(const void* const* inputs, int count, void* out, int64_t n) = nullptr;
};

class GradientContext;
using Gradient = bool (*)(GradientContext&);  // see gradients.h

struct OpEntry {
  std::string name;
  int key_input = 0;
  Kernel any = nullptr;
  std::array<Kernel, kDTypeCount> by_dtype{};
  std::vector<TileKernel> tiles{};
  Gradient gradient = nullptr;

  Kernel select(const Array* const* inputs, int count) const {
    if (key_input < count) {
      Kernel kernel = by_dtype[static_cast<int>(inputs[key_input]->dtype())];
      if (kernel) return kernel;
    }
    return any;
  }
};

class Registry {
 public:
  static Registry& instance();

  OpEntry& entry(std::string_view name);
  // -1 where no kernel has that name.
  int find(std::string_view name) const;
  const OpEntry& operator[](int handle) const { return *entries_[handle]; }
  int size() const { return static_cast<int>(entries_.size()); }

 private:
  std::vector<OpEntry*> entries_;
};

// A kernel with `template <class T> static TileKernel tile()` can be part of a fused step.
template <class K, class T>
void add_tile(OpEntry& entry) {
  if constexpr (requires { K::template tile<T>(); }) {
    entry.tiles.push_back(K::template tile<T>());
  }
}

template <class K, class... Ts>
bool register_typed(int key_input, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    OpEntry& entry = Registry::instance().entry(name);
    entry.key_input = key_input;
    ((entry.by_dtype[static_cast<int>(dtype_of<Ts>)] = &K::template run<Ts>), ...);
    (add_tile<K, Ts>(entry), ...);
  }
  return true;
}

inline bool register_any(std::initializer_list<const char*> names, Kernel kernel) {
  for (const char* name : names) Registry::instance().entry(name).any = kernel;
  return true;
}

#define TB_JOIN2(a, b) a##b
#define TB_JOIN(a, b) TB_JOIN2(a, b)
#define CPU_KERNEL_AT(key_input, name, K, ...)                           \
  [[maybe_unused]] static const bool TB_JOIN(registered_, __COUNTER__) = \
      ::tb::register_typed<K, __VA_ARGS__>(key_input, {name})
#define CPU_KERNEL(name, K, ...) CPU_KERNEL_AT(0, name, K, __VA_ARGS__)
#define CPU_KERNEL_ANY(name, function)                                   \
  [[maybe_unused]] static const bool TB_JOIN(registered_, __COUNTER__) = \
      ::tb::register_any({name}, function)

}  // namespace tb
