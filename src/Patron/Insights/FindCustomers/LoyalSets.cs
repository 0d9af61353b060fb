using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ShowLoyal;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>The loyal customers by the rule in force, those who became so in the last month, and those who slipped.</summary>
internal sealed class LoyalSets(LoyalBook book) : ICustomerSets
{
    public const string Name = "loyal", Yes = "yes", Became = "became", Slipped = "slipped";

    public IReadOnlyList<string> Names { get; } = [Name];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => (name, value) switch
    {
        (Name, Yes) => Bitmap.CopyOf(book.Of(snapshot, visibleTo, asOf).Now),
        (Name, Became) => book.Of(snapshot, visibleTo, asOf).Became,
        (Name, Slipped) => book.Of(snapshot, visibleTo, asOf).Slipped,
        _ => null,
    };

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) =>
        name == Name && value is Yes or Became or Slipped ? new(sentences["insights.set.loyal"], sentences[$"insights.set.loyal.{value}"]) : null;
}
