using System.Runtime.CompilerServices;

namespace Patron.Analytics;

/// <summary>Marks loops over the whole base: compiled with full optimisation at once, since the first answer a person waits for would run in unoptimised code otherwise (ten times slower for a count).</summary>
internal static class Hot
{
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization;
}
