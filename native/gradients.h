// Gradients of frequent operations on plain values, where nobody watches the way back. What a
// record says about its gradient stays the truth; these must agree with it.
//
//   CPU_GRADIENT("Mul", multiply);   // bool multiply(GradientContext&)
//
// A gradient returns false for what it doesn't handle; the record's own then runs.
#pragma once

#include "array.h"
#include "attributes.h"
#include "registry.h"

namespace tb {

class GradientContext {
 public:
  static constexpr int kMostInputs = 4;

  GradientContext(const Array& output, const Array& dy, const Attributes& attributes)
      : output(output), dy(dy), attributes(attributes) {}

  void add_input(const Array& input, bool wanted) {
    inputs_[count_] = &input;
    wanted_[count_++] = wanted;
  }
  int count() const { return count_; }
  const Array& input(int i) const { return *inputs_[i]; }
  bool wanted(int i) const { return wanted_[i]; }
  // Empty where there is none.
  Array& result(int i) { return results_[i]; }

  const Array& output;
  const Array& dy;
  const Attributes& attributes;

 private:
  const Array* inputs_[kMostInputs] = {};
  bool wanted_[kMostInputs] = {};
  Array results_[kMostInputs];
  int count_ = 0;
};

inline bool register_gradient(const char* name, Gradient gradient) {
  Registry::instance().entry(name).gradient = gradient;
  return true;
}

#define CPU_GRADIENT(name, function)                                     \
  [[maybe_unused]] static const bool TB_JOIN(registered_, __COUNTER__) = \
      ::tb::register_gradient(name, function)

}  // namespace tb
