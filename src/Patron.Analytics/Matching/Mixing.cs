namespace Patron.Analytics.Matching;

/// <summary>Scrambles 64 bits so that each depends on all (the finaliser of splitmix64, Steele, Lea and Flood 2014); the same in every run.</summary>
internal static class Mixing
{
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    public static ulong Mix(ulong a, ulong b) => Mix(a * 0x9E3779B97F4A7C15UL + Mix(b + 0x632BE59BD9B4E019UL));
}
