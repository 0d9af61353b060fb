using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Segments.Leaves;

/// <summary>By what customers can be reached, and what they have said to it.</summary>
internal sealed class ContactLeaves : ISegmentLeaves
{
    private const string Refused = "-refused", Unknown = "-unknown";

    private static readonly (string Word, ulong Flag)[] Ways = [("email", ReachFlags.Email), ("phone", ReachFlags.Phone), ("letter", ReachFlags.Letter)];

    private static readonly string[] Consents = [.. ConsentColumn.Channels.SelectMany(c => (string[])[c, c + Refused, c + Unknown])];

    private readonly SegmentLeaf[] all =
    [
        Leaf("reach", [.. Ways.Select(w => w.Word)], word => new CustomerQuery.FlagsAny(CustomerColumns.Reach, Ways.First(w => w.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Flag)),
        Leaf("consent", Consents, Consent),
        Leaf("may_contact", [.. Ways.Select(w => w.Word)], MayContact),
    ];

    public IEnumerable<SegmentLeaf> All() => all;

    /// <summary>Agreed, and there is an address.</summary>
    public static CustomerQuery MayContact(string way) => new CustomerQuery.All(Consent(way), new CustomerQuery.FlagsAny(CustomerColumns.Reach, Ways.First(w => w.Word.Equals(way, StringComparison.OrdinalIgnoreCase)).Flag));

    /// <summary>The ways for which an address is kept.</summary>
    public static IEnumerable<string> Channels => Ways.Select(w => w.Word);

    private static CustomerQuery Consent(string word)
    {
        var name = word.ToLowerInvariant();
        var channel = ConsentColumn.Channels.ToList().FindIndex(c => name == c || name == c + Refused || name == c + Unknown);
        var (given, refused) = (ConsentColumn.Flag(channel, true), ConsentColumn.Flag(channel, false));
        return name.EndsWith(Refused, StringComparison.Ordinal) ? new CustomerQuery.FlagsAny(ConsentColumn.Key, refused)
            : name.EndsWith(Unknown, StringComparison.Ordinal) ? new CustomerQuery.FlagsNone(ConsentColumn.Key, given | refused) : new CustomerQuery.FlagsAny(ConsentColumn.Key, given);
    }

    private static SegmentLeaf Leaf(string name, string[] words, Func<string, CustomerQuery> query) =>
        new(new(name, LeafKind.Choice) { Closed = true, Choices = () => words }, LeafGroup.Contact, text => text[$"segments.leaf.{name}"], (rule, _) => rule.Test switch
        {
            LeafTest.OneOf some => new CustomerQuery.Any([.. some.Words.Select(query)]),
            LeafTest.Compare { Value: SegmentValue.Word word } => new CustomerQuery.None(query(word.Value)),
            _ => throw new ArgumentException($"{rule.Test} names no way.", nameof(query)),
        })
        {
            Choice = (word, text) => text[$"segments.way.{word}"],
        };
}
