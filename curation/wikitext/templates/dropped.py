"""Templates that add nothing to the text: citations, notices, navigation, maintenance, empty layout."""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.wordlist import wordlist

_NAMES = frozenset(
    wordlist(
        """
        sfn sfnp sfnm sfnmp harv harvnb harvp harvtxt harvcol harvcolnb harvid sfnref r rp ref note
        notetag efn efn-ua efn-la efn-lr efn-ur efn-lg efn-ug refn ref_label note_label #tag:ref reflist
        references notelist notelist-ua notelist-la notelist-lr notelist-ur refbegin refend refbegin2
        citation cit citeweb wikicite citation-attribution cite eb1911 google_books webarchive wayback
        cbignore catholic dnb in_lang subscription_required registration_required open_access
        closed_access pdf page_needed citation_needed cn fact clarify when which who whom by_whom where
        why how vague dubious disputed_inline specify elucidate verify_source verification_needed
        failed_verification better_source_needed better_source unreliable_source? unreliable_source
        nonspecific full_citation_needed full dead_link deadlink update_inline update_after
        relevance_inline excessive_citations_inline according_to_whom weasel_inline peacock_inline
        attribution_needed synthesis_inline original_research_inline or neutrality_disputed needs_update
        undue_weight_inline tone_inline jargon_inline weasel-inline contradict-inline contradictory_inline
        citation_needed_span too_many_refs pov-statement short_description displaytitle
        display_title italic_title italictitle defaultsort lowercase_title lowercase title_language
        featured_article good_article featured_list a-class fa ga pp protected semiprotected pp-semi
        pp-move pp-vandalism about for for2 for_multi other_uses otheruses other_uses2 other_uses_of
        other_people other_places other_persons redirect redirect2 redirect-multi redirect-several
        redirect-distinguish redirects_here redirect-synonym distinguish distinguish-redirect confused
        not_to_be_confused_with hatnote self-reference selfref main main_article main_articles see_also
        seealso see further further_information details broader main_category category_see_also cat_main
        catmain about-distinguish about2 technical_reasons correct_title wrong_title
        contains_special_characters special_characters contains_chinese_text contains_japanese_text
        contains_indic_text contains_arabic_text contains_korean_text contains_cyrillic_text
        authority_control taxonbar portal portal_bar portal-inline portalbar subject_bar sister_project
        sister_project_links sisterlinks sister_bar sister-inline commons commons_category commonscat
        commons-inline commons_category-inline commons_and_category commons_cat wiktionary wikt wikiquote
        wikiquote-inline wikisource wikisource-inline wikisource_author wikisource1911enc wikisourcelang
        wikibooks wikinews wikiversity wikivoyage wikivoyage-inline wikispecies wikispecies-inline
        wikidata wikidata-inline wikiatlas wikimedia_commons wiktionary_pipe wiktionarypar
        wiktionary_category spoken_wikipedia listen_to_this_article interwiki library_resources_box
        gutenberg_author internet_archive_author librivox_author gutenberg librivox_book standard_ebooks
        dmoz curlie official_website official_site official imdb_name imdb_title imdb ibdb_name tcmdb_name
        allmusic discogs_artist musicbrainz_artist find_a_grave openlibrary ol_author worldcat_id
        worldcat_subject c-span iobdb_name nndb mathworld springereom planetmath mactutor_biography sep
        cite_sep iep inpho philpapers eb1911_poster govpubs gutbook wikitree osm_relation osm_way
        incubator intitle lookfrom allmovie allmovie_title rotten-tomatoes rotten_tomatoes metacritic-film
        mojo_title amg_name clear - clr clearleft clearright clear_left clear_right toc tocright toc_right
        tocleft toc_left toc_limit toclimit compact_toc compacttoc horizontal_toc notoc toc_hidden anchor
        anchors shortcut skip_to_top_and_bottom col-begin col-end col-break col-1-of-2 col-2-of-2 col-2
        col-3 col-4 col-5 col div_col_end colend col-start col_div_end columns-start column columns-end
        top mid bottom multicol multicol-break multicol-end col-float col-float-break col-float-end
        flatlist endflatlist end_flatlist startflatlist plainlist_end endplainlist end_plainlist
        startplainlist nowrap_begin nowrap_end nowrapbegin nowrapend align_end stack_begin stack_end
        stack_top hidden_end hidden_begin end collapse_bottom cob hidden_archive_bottom end_box s-start
        s-end s-bef s-aft s-ttl s-off s-par s-reg s-rel s-hou s-ach s-aca s-sports s-break s-new s-vac
        s-non s-prec s-legal s-mil s-dip s-gov s-ref s-media s-culture s-awards s-roy s-npo s-bus s-other
        s-note s-inc s-tul start_box succession_box use_dmy_dates use_mdy_dates use_ymd_dates
        use_list-defined_references use_harvard_referencing usedates dmy_date engvarb engvar
        multiple_issues issues refimprove more_citations_needed more_citations_needed_section unreferenced
        unreferenced_section refimprove_section citations_needed no_footnotes more_footnotes
        more_footnotes_needed one_source expand_section expand empty_section stub section-stub globalize
        pov npov neutrality disputed disputed_section update cleanup cleanup_rewrite copy_edit copyedit
        tone essay-like original_research primary_sources third-party lead_too_short lead_rewrite
        lead_too_long too_long very_long technical context confusing advert like_resume autobiography coi
        notability orphan dead_end merge merge_to merge_from split move current recentism unbalanced undue
        undue_weight undue_weight_section in_use under_construction example_farm prose trivia
        in_popular_culture external_links further_reading_cleanup weasel peacock fansite howto
        cleanup-list unreliable_sources self-published synthesis importance-section needs_expansion
        specific-section expert_needed expert-subject imagemap_needed image_requested photo_requested
        audio_requested map_requested rough_translation disambiguation disambig dab disamb hndis geodis
        surname given_name numberdis schooldis set_index_article disambiguation_cleanup
        letter-number_combination_disambiguation letter_disambiguation human_name_disambiguation
        place_name_disambiguation geographic_location portal-bar sidebar_with_collapsible_lists sidebar
        campaignbox series part_of_a_series hs hidden_sort_key sortkey ntsh dtsh sort_key nts_hidden
        party_color party_color_cell party_shading/key flagicon flagdeco flag_icon flagicon_image
        flag_icon_image army navy air_force flagg coat_of_arms_icon cricon fbicon rlicon rcatsh
        r_from_move r_from_other_capitalisation redirect_category_shell coord_missing geodata-check
        wide_template cite-web citation_style stb ambox mbox tmbox cmbox ombox fmbox imbox asbox reply
        ping familytree/start familytree/end chart/start chart/end tree_chart/start tree_chart/end
        chart_top chart_bottom listen_end sound_end sister featured sfnlink harvard_citation
        harvard_citation_no_brackets personendaten normdaten lebensdaten begriffsklärung hinweisbaustein
        belege quelle internetquelle literatur webarchiv siehe_auch hauptartikel exzellent lesenswert
        gesprochener_artikel weiterleitungshinweis voir_homonymes lien_web ouvrage article palette portail
        références réf_nécessaire référence_nécessaire homonymie article_détaillé articles_détaillés
        traduction/référence autorité bases ébauche confusion otheruseslist 脚注ヘルプ reflist2 出典の明記
        要出典 観点 参照方法 特殊文字 ウィキポータル ウィキプロジェクトリンク 良質な記事 告知 for_timeline
        main_list clear-left snf inflation-fn inflation/fn notefoot cnote cnote2 who_says youtube sky
        page_number_missing bots request_quotation scholia standardebooks fadedpage in_our_time
        new_york_times_topic cia_world_factbook prone_to_spam shy jumpto pagebanner usablecity
        guidecity starcity outlinecity usablecountry ispartof geo related printdistricts seedistricts
        forecastnoaa 秀逸な記事 半保護 保護 曖昧さ回避 lang-ja-wiki 要検証 独自研究 !(( ))! commonscat-inline
        wikipedia_books books-inline osmrelation-inline cia_world_factbook_link cref2 elect inflation/year
        statedept vcite_book further_cleanup distinguish2 redirect4 crossref see_main book_bar wikimedia
        related_articles incomplete_list expand_language notes image_label_small location_map~
        """
    )
)
_PATTERN = re.compile(
    r"""(?x) \A (?:
      cite[ /-].* | citation[ ]needed.* | sfn[mp]?[ ].* | eb1911.* | gutenberg.* | imdb.* | librivox.*
      | internet[ ]archive.* | wiki(?:source|quote|versity|books|news|data)\b.*
      | pp-.* | use[ ].*(?:english|spelling|dates) | user[ ].* | .*[ ]needed | .*[- ]stub
      | .{2,3}[ ]icon | link[ ][fg]a | cita[ ].* | citeer[ ].* | navigationsleiste.* | pm20 | .*[ ]in[ ]topic
      | r[ ](?:from|to)[ ].* | s-\w+ | party[ ]shading/.* | infobox[ ].*/link
      | navbox.* | nav[ ]box | .*[ ]navbox(?:es)? | .*[ ]sidebar | .*[ ]topics | .*[ ]series | .*[ ]footer
      | countries[ ](?:of|and|in|bordering)[ ].*
    ) \Z"""
)


def is_dropped(name: str) -> bool:
    """Whether the template of this name (lower case, spaces) is left out on purpose, as opposed to lost."""
    return name in _NAMES or _PATTERN.match(name) is not None


def nothing(arguments: Arguments, context: Context) -> str:
    """No text, and the place is marked so that the sentence closes up around it."""
    return GAP
