"""Special functions, for 1.x programs."""

from tensorbrook._src.ops.bessel import bessel_i0 as bessel_i0
from tensorbrook._src.ops.bessel import bessel_i0e as bessel_i0e
from tensorbrook._src.ops.bessel import bessel_i1 as bessel_i1
from tensorbrook._src.ops.bessel import bessel_i1e as bessel_i1e
from tensorbrook._src.ops.bessel import bessel_j0 as bessel_j0
from tensorbrook._src.ops.bessel import bessel_j1 as bessel_j1
from tensorbrook._src.ops.bessel import bessel_k0 as bessel_k0
from tensorbrook._src.ops.bessel import bessel_k0e as bessel_k0e
from tensorbrook._src.ops.bessel import bessel_k1 as bessel_k1
from tensorbrook._src.ops.bessel import bessel_k1e as bessel_k1e
from tensorbrook._src.ops.bessel import bessel_y0 as bessel_y0
from tensorbrook._src.ops.bessel import bessel_y1 as bessel_y1
from tensorbrook._src.ops.bessel import dawsn as dawsn
from tensorbrook._src.ops.bessel import expint as expint
from tensorbrook._src.ops.bessel import fresnel_cos as fresnel_cos
from tensorbrook._src.ops.bessel import fresnel_sin as fresnel_sin
from tensorbrook._src.ops.bessel import spence as spence
