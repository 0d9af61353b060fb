using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Segments.Contracts;
using Patron.Segments.Leaves;

namespace Patron.Segments;

/// <summary>The room's door: saved definitions of customers, who is in them, and why.</summary>
internal static class SegmentsModule
{
    public static IServiceCollection AddSegments(this IServiceCollection services) => services
        .AddSingleton<SegmentLanguage>()
        .AddSingleton<SegmentBook>()
        .AddSingleton<MemberSets>()
        .AddSingleton<ListedSets>()
        .AddSingleton<IContributesColumns>(p => p.GetRequiredService<ListedSets>())
        .AddSingleton<SegmentQueries>()
        .AddSingleton<ISegments>(p => p.GetRequiredService<SegmentQueries>())
        .AddSingleton<EditSegment.SegmentDeeds>()
        .AddSingleton(new DeedKind(EditSegment.SegmentDeeds.Kinds))
        .AddSingleton<ProductSets>()
        .AddSingleton<ISegmentLeaves, BuyingLeaves>()
        .AddSingleton<ISegmentLeaves, PersonLeaves>()
        .AddSingleton<ISegmentLeaves, ContactLeaves>()
        .AddSingleton(p => new Lazy<ICustomerBase>(p.GetRequiredService<ICustomerBase>))
        .AddSingleton(new OwnsCustomerRows("Segments", [SegmentMoveTable.Name, ListedCustomerTable.Name], SegmentTopics.Segments));
}
