using FsCheck;
using FsCheck.Fluent;
using Patron.Data;

namespace Patron.Tests.Data;

public sealed class FileMemoryTests
{
    private static readonly Gen<(string Key, string? Value)[]> Steps = Gen.Choose(0, 40).SelectMany(count =>
        (from key in Gen.Elements("a", "A", "", "é", "ab", "k1", "k2", "k3", "김", "a\0b") from value in Gen.Elements(null, "1", "", "two words", "\u001f") select (key, value)).ArrayOf(count));

    [Fact]
    public void However_little_is_kept_in_memory_it_finds_what_was_set_last_and_nothing_else() =>
        Prop.ForAll(Steps.ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (steps, most) =>
        {
            using var memory = new FileMemory(most);
            var known = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in steps)
            {
                Assert.Equal(known.GetValueOrDefault(key), memory.Find(key));
                if (value is null) continue;
                known[key] = value;
                memory.Set(key, value);
            }
            foreach (var (key, value) in known) Assert.Equal(value, memory.Find(key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_values_come_back_although_few_of_them_are_kept_in_memory()
    {
        using var memory = new FileMemory();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 30; i++) memory.Set("k" + i, new string((char)('a' + round), 100_000 + i));
            for (var i = 0; i < 30; i++) Assert.Equal(new string((char)('a' + round), 100_000 + i), memory.Find("k" + i));
        }
    }

    [Theory, InlineData(10), InlineData(0)]
    public void Two_numbers_come_back_as_they_were(int most)
    {
        using var memory = new FileMemory(most);
        memory.Set("a", long.MinValue, long.MaxValue);
        memory.Set("b", 0, -1);
        Assert.Equal((long.MinValue, long.MaxValue), memory.FindPair("a"));
        Assert.Equal((0, -1), memory.FindPair("b"));
        Assert.Null(memory.FindPair("c"));
    }
}
