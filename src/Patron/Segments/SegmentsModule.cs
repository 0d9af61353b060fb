using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Segments.Build;
using Patron.Segments.CommandLine;
using Patron.Segments.Contracts;
using Patron.Segments.EditSegment;
using Patron.Segments.Explain;
using Patron.Segments.ExportRows;
using Patron.Segments.FromFile;
using Patron.Segments.KeepMembers;
using Patron.Segments.Leaves;
using Patron.Segments.Measure;
using Patron.Segments.ServeApi;
using Patron.Segments.ShowSegments;
using Patron.Segments.UndoDeeds;
using Patron.Web.Contracts;

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
        .AddSingleton<ICustomerSets, MemberLists>()
        .AddSingleton<SegmentDeeds>()
        .AddSingleton<IMakesSegments, MakesSegments>()
        .AddSingleton(new DeedKind(SegmentDeeds.Kinds))
        .AddSingleton<IUndoesChanges, ChecksSegments>()
        .AddSingleton<RuleReasons>()
        .AddSingleton<SegmentHistory>()
        .AddSingleton<GoalReader>()
        .AddSingleton<FirstReckoning>()
        .AddSingleton<MoveWriter>()
        .AddSingleton<MemberKeeper>()
        .AddSingleton<IExportPart, ExportsMoves>()
        .AddSingleton<IExportPart, ExportsListed>()
        .AddSingleton<IExportPart, ExportsSegments>()
        .AddSingleton<ProductSets>()
        .AddSingleton<ISegmentLeaves, BuyingLeaves>()
        .AddSingleton<ISegmentLeaves, PersonLeaves>()
        .AddSingleton<ISegmentLeaves, ContactLeaves>()
        .AddSingleton(p => new Lazy<ICustomerBase>(p.GetRequiredService<ICustomerBase>))
        .AddSingleton(new OwnsCustomerRows("Segments", [SegmentMoveTable.Name], SegmentTopics.Segments, OfItself: true))
        .AddSingleton(new OwnsCustomerRows("Segments", [ListedCustomerTable.Name], SegmentTopics.Segments));

    public static IServiceCollection AddSegmentsServer(this IServiceCollection services) => services
        .AddScoped<SegmentView>()
        .AddScoped<IPaletteSource, SegmentsPalette>()
        .AddScoped<SegmentRows>()
        .AddSingleton(new Web.SaveViews.ListWithViews(SegmentUrls.List))
        .AddSingleton<BuilderEdit>()
        .AddSingleton<RuleWords>()
        .AddSingleton<SegmentDoings>()
        .AddSingleton<TakesList>()
        .AddSingleton<Api.Contracts.IApiPart, SegmentsApi>()
        .AddHostedService<MemberFollower>()
        .AddSingleton(new PalettePage("segments.overlap.title", SegmentUrls.Overlap, "circles-relation", Permissions.ReadInsights))
        .AddSingleton(new NavigationItem("segments.title", SegmentUrls.List, "circles-relation", 2, 0, Tab: false, Permissions.ReadInsights));

    public static void MapSegments(this IEndpointRouteBuilder app)
    {
        app.MapBuild();
        app.MapSegmentDeeds();
    }

    public static PatronCommand Command() => new SegmentCommand();
}
