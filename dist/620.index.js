export const id = 620;
export const ids = [620];
export const modules = {

/***/ 25620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// EXTERNAL MODULE: ./node_modules/preact-render-to-string/dist/index.mjs
var dist = __webpack_require__(53091);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(72527);
;// CONCATENATED MODULE: ./lib/report/html/csp.js
/** The page's content security policy: nothing may be loaded, and only our own script and style may run. */

/** `'sha256-…'` over the UTF-8 bytes of an inline script or style, as CSP level 2 wants it. */
async function cspHash(text) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
/** Value of the `Content-Security-Policy` meta element for one inline script and one inline style. */
async function contentSecurityPolicy(script, style) {
    return [
        "default-src 'none'",
        `script-src ${await cspHash(script)}`,
        `style-src ${await cspHash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join('; ');
}
/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
function inlineJson(value) {
    return (0,report_escape/* jsonText */.s$)(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

// EXTERNAL MODULE: ./node_modules/preact/dist/preact.mjs
var preact = __webpack_require__(34137);
;// CONCATENATED MODULE: ./lib/report/html/element.js


;// CONCATENATED MODULE: ./lib/report/html/embedded.js
// Made by `npm run generate` from client/: do not edit.
const pageScript = "/*! With Preact, MIT License, Copyright (c) 2015-present Jason Miller */\n(()=>{function we(){document.addEventListener(\"click\",e=>{let t=e.target instanceof Element?e.target.closest(\"[data-copy]\"):null,n=t?.parentElement?.querySelector(\"pre\");t instanceof HTMLButtonElement&&n instanceof HTMLElement&&st(n,t)})}async function st(e,t){let n=await navigator.clipboard.writeText(e.textContent??\"\").then(()=>\"Copied\",()=>at(e));t.textContent=n,setTimeout(()=>{t.textContent=\"Copy\"},2e3)}function at(e){return getSelection()?.selectAllChildren(e),\"Selected\"}var m,xe,lt,F,re,z,Ce,K,Te,ie,oe,ct,D=Symbol.for(\"pv\"),Y={},q=[],ut=/^m(i|n|o|s|text|space)$/,se=Array.isArray,ae=q.slice,L=Object.assign;function M(e){e&&e.parentNode&&e.remove()}function u(e,t,n){var r,o,i,a={},l=arguments.length;for(i in t)i==\"key\"?r=t[i]:i==\"ref\"&&typeof e!=\"function\"?o=t[i]:a[i]=t[i];return l>2&&(a.children=l>3?ae.call(arguments,2):n),O(e,a,r,o,null)}function O(e,t,n,r,o){var i={type:e,props:t,key:n,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:D,__v:o||++xe,__i:-1,__u:0};return!o&&m.vnode&&m.vnode(i),i}function E(e){return e.children}function G(e,t){this.props=e,this.context=t,this.__g=0}function $(e,t){if(t==null)return e.__&&$(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!=\"function\"||e.props.__P?null:$(e)}function pt(e){var t,n=e.__v,r=n.__e,o=[],i=[],a=e.__P;a&&((t=L({constructor:D},n)).__v=n.__v+1,m.vnode&&m.vnode(t),le(a,t,n,e.__n,a.namespaceURI,32&n.__u?[r]:null,o,r||$(n),32&n.__u,i),t.__v=n.__v,t.__.__k[t.__i]=t,Pe(o,t,i),n.__=n.__e=null,t.__e!=r&&Ae(t))}function Ae(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Ae(e)}function Se(e){(8&e.__g||(e.__g|=8,F.push(e),z++))&&re==m.debounceRendering||((re=m.debounceRendering)||queueMicrotask)(Ee)}function Ee(){try{for(var e,t=1;F.length;)F.length>t&&F.sort(Ce),e=F.shift(),t=F.length,8&e.__g&&pt(e)}finally{(z=F.length)&&(re||queueMicrotask)(Ee)}}function Re(e,t,n,r,o,i,a,l,p,_,c){var b,g,s,d,S,f,y=r.__k||q,h=t.length;for(p=dt(n,t,y,p,h),b=0;b<h;b++)(s=n.__k[b])!=null&&(g=~s.__i&&y[s.__i]||Y,s.__i=b,f=le(e,s,g,o,i,a,l,p,_,c),d=s.__e,(g.ref!=s.ref||8&g.__u)&&(g.ref&&ce(g.ref,null,s,g),s.ref&&c.push(s.ref,s.__c||d,s)),S=S||d,4&s.__u?(p=Fe(s,p,e,!g.__v),g.__e&&(g.__e=null)):typeof s.type==\"function\"&&f!==void 0?p=f:d&&(p=d.nextSibling),s.__u&=-21);return n.__e=S,p}function dt(e,t,n,r,o){var i,a,l,p,_,c,b,g,s,d=n.length,S=d,f=0,y=0,h=e.__k=Array(o);for(i=0;i<o;i++)(a=t[i])!=null&&typeof a!=\"boolean\"&&typeof a!=\"function\"?(typeof a!=\"object\"||a.constructor===String?a=h[i]=O(null,a):se(a)?a=h[i]=O(E,{children:a}):a.constructor===D&&a.__b?a=h[i]=O(a.type,a.props,a.key,a.ref,a.__v):h[i]=a,p=i+f,a.__=e,a.__b=e.__b+1,l=null,~(_=a.__i=ht(a,n,p,S))&&(S--,(l=n[_])&&(l.__u|=2)),l&&l.__v?(a.__u|=16,_==p-1?f--:_==p+1?f++:_!=p&&(_>p?f--:f++,y=1)):(~_||(o>d?f--:o<d&&f++),typeof a.type!=\"function\"&&(a.__u|=4))):h[i]=null;if(y){for(c=[],b=[],i=0;i<o;i++)if((a=h[i])&&16&a.__u){for(f=0,g=c.length;f<g;)c[s=f+g>>1]<a.__i?f=s+1:g=s;c[f]=a.__i,b[i]=f+1}for(f=c.length;i--;)b[i]&&(b[i]==f?f--:h[i].__u|=4)}if(S)for(i=0;i<d;i++)!(l=n[i])||2&l.__u||(l.__e==r&&(r=$(l)),ue(l,l));return r}function Fe(e,t,n,r){var o,i,a,l;if(typeof e.type==\"function\"){if(e.props.__P)return t;if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&(o[i].__=e,t=Fe(o[i],t,n,!1));return t}for(t&&!t.parentNode&&(t=$(e))&&!t.parentNode&&(t=null),a=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(a!=l&&(!r&&n.moveBefore&&a.parentNode?n.moveBefore(a,t):n.insertBefore(a,t||null)),t=a;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith(\"$s\"););return t}function ht(e,t,n,r){var o,i=e.key,a=e.type,l=t[n],p=l&&!(2&l.__u);if(l===null&&i==null||p&&i==l.key&&a==l.type)return n;if(r>(p?1:0)){for(o=n-1;o>=0;o--)if((l=t[o])&&!(2&l.__u)&&i==l.key&&a==l.type)return o;for(o=n+1;o<t.length;o++)if((l=t[o])&&!(2&l.__u)&&i==l.key&&a==l.type)return o}return-1}function ke(e,t,n){n==null&&(n=\"\"),t[0]==\"-\"?e.setProperty(t,n):e[t]=n}function H(e,t,n,r,o){var i,a;if(t==\"style\")if(typeof n==\"string\")e.style.cssText=n;else{if(typeof r==\"string\"&&(e.style.cssText=r=\"\"),r)for(t in r)n&&t in n||ke(e.style,t);if(n)for(t in n)r&&n[t]==r[t]||ke(e.style,t,n[t])}else if(t[0]==\"o\"&&t[1]==\"n\")typeof n!=\"function\"&&(n=null),typeof r!=\"function\"&&(r=null),(e.__e||(e.__e={}))[t]=n,n&&r||(a=oe[t]||(oe[t]=ft(t)),(e.__a||(e.__a={}))[t]=ie,i=t!=(t=t.replace(Te,\"$1\")),(t=t.slice(2))[0]<\"a\"&&(t=t.toLowerCase()),n?e.addEventListener(t,a,i):e.removeEventListener(t,a,i));else{if(o==\"http://www.w3.org/2000/svg\")t=t.replace(/xlink(H|:h)/,\"h\").replace(/sName$/,\"s\");else if(t!=\"width\"&&t!=\"height\"&&t!=\"href\"&&t!=\"list\"&&t!=\"form\"&&t!=\"tabIndex\"&&t!=\"download\"&&t!=\"rowSpan\"&&t!=\"colSpan\"&&t!=\"role\"&&t!=\"popover\"&&t in e)try{return void(e[t]=n??\"\")}catch{}if(typeof n==\"function\")return;n==null||n===!1&&t[4]!=\"-\"?e.removeAttribute(t):e.setAttribute(t,t==\"popover\"&&n==1?\"\":n)}}function ft(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[K]==null)t[K]=ie++;else if(t[K]<this.__a[e])return;return n(m.event?m.event(t):t)}}}function le(e,t,n,r,o,i,a,l,p,_){var c,b,g,s,d,S,f,y,h,k,v,ne,be,j,P,ve,R,N,A=t.type;if(t.constructor!==D)return null;128&n.__u&&(p=32&n.__u,c=n.__c.__z)&&(t.__u|=p,b=i=[],c.nodeType==8?l=V(c,i):i.push(c),l=i[0]||l),(c=m.__b)&&c(t);e:if(typeof A==\"function\"){g=a.length;try{if(y=t.props,h=(c=A.prototype)&&c.render,k=(c=A.contextType)&&r[c.__c],v=c?k?k.props.value:c.__:r,(s=n.__c)?(t.__c=s,2&s.__g&&(s.__g|=1)):(h?t.__c=s=new A(y,v):(t.__c=s=new G(y,v),s.constructor=A,s.render=_t),k&&k.sub(s),s.state||(s.state={}),s.__n=r,s.__g|=8,s.__h=[],s.__k=[]),h&&(s.__s||(s.__s=s.state),A.getDerivedStateFromProps&&(s.__s==s.state&&(s.__s=L({},s.__s)),L(s.__s,A.getDerivedStateFromProps(y,s.__s)))),d=s.props,S=s.state,s.__v=t,n.__c){if(y!==d&&h&&!A.getDerivedStateFromProps&&s.componentWillReceiveProps&&s.componentWillReceiveProps(y,v),t.__v==n.__v&&!(8&s.__g)||!(4&s.__g)&&s.shouldComponentUpdate&&s.shouldComponentUpdate(y,s.__s,v)===!1){t.__v!=n.__v&&(s.props=y,s.state=s.__s,s.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(C){C&&(C.__=t)}),q.push.apply(s.__h,s.__k),s.__k=[],s.__h.length&&a.push(s),l=$(n);break e}s.componentWillUpdate&&s.componentWillUpdate(y,s.__s,v),h&&s.componentDidUpdate&&s.__h.push(function(){s.componentDidUpdate(d,S,f)})}else h&&!A.getDerivedStateFromProps&&s.componentWillMount&&s.componentWillMount(),h&&s.componentDidMount&&s.__h.push(s.componentDidMount);s.context=v,s.props=y,s.__P=e,s.__g&=-5,ne=m.__r,be=h?25:0;do s.__g&=-9,ne&&ne(t),c=s.render(s.props,s.state=s.__s,s.context);while(8&s.__g&&++be<25);h&&(q.push.apply(s.__h,s.__k),s.__k=[]),s.state=s.__s,s.getChildContext&&(r=L({},r,s.getChildContext())),h&&n.__c&&s.getSnapshotBeforeUpdate&&(f=s.getSnapshotBeforeUpdate(d,S)),j=c&&c.type===E&&c.key==null?c.props.children:c,y.__P&&(c=l,o=(e=y.__P).namespaceURI,p=i=null,n.props&&n.props.__P!=e&&(n.__k.some(function(C){C&&ue(C,C)}),n.__k=null),l=n.__k?$(n,0):null),l=Re(e,se(j)?j:[j],t,n,r,o,i,a,l,p,_),y.__P&&(t.__e=null,l=c),t.__u&=-161,b&&b.some(M),s.__h.length&&a.push(s),1&s.__g&&(s.__g&=-4)}catch(C){if(a.length=g,t.__v=null,p||i)if(C&&C.then){if(t.__u|=128|p,i){for(~(R=i.indexOf(l||void 0))||(R=i.length);(N=i[R-1])&&N.nodeType==8;)R--;for(;R<i.length;R++)if(N=i[R])if(i[R]=null,P){if(N==ve)break}else{if(N.nodeType!=8)break;N.data.startsWith(\"$s\")&&(ve=V(P=N))}}if(!P){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;P=l}(c=V(P=t.__c.__z||(t.__c.__z=P)))?(t.__e=P,l=c):t.__e=l,l=l&&l.nextSibling}else i&&i.some(M);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),C&&C.then||$e(t),m.__e(C,t,n)}}else l=t.__e=mt(n.__e,t,n,r,o,i,a,p,_,e);return(c=m.diffed)&&c(t),l}function V(e,t){if(e&&e.nodeType==8&&e.data.startsWith(\"$s\"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith(\"$s\"))n++;else if(e.data.startsWith(\"/$s\")&&!--n)return e}t&&t.push(e)}}function $e(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some($e))}function Pe(e,t,n){for(var r=0;r<n.length;)ce(n[r++],n[r++],n[r++]);m.__c&&m.__c(t,e),e.some(function(o){try{e=o.__h,o.__h=[],e.some(function(i){i.call(o)})}catch(i){m.__e(i,o.__v)}})}function mt(e,t,n,r,o,i,a,l,p,_){var c,b,g,s,d,S,f,y,h=n.props||Y,k=t.props,v=t.type;if(v==\"svg\"?o=\"http://www.w3.org/2000/svg\":v==\"math\"?o=\"http://www.w3.org/1998/Math/MathML\":o||(o=\"http://www.w3.org/1999/xhtml\"),i){for(c=0;c<i.length;c++)if((d=i[c])&&(v?d.localName==v:d.nodeType==3)){e=d,i[c]=null;break}}if(!e){if(y=_.ownerDocument||document,!v)return y.createTextNode(k);e=y.createElementNS(o,v,k.is?k:_),l&&(m.__m&&m.__m(t,i),l=!1),i=null}if(v){if(_=v==\"template\"&&e.content||e,i=v==\"textarea\"&&k.defaultValue!=null?null:i&&ae.call(_.childNodes),!l&&i)for(h={},c=0;c<e.attributes.length;c++)h[(d=e.attributes[c]).name]=d.value;for(c in h)d=h[c],c==\"dangerouslySetInnerHTML\"?g=d:c==\"children\"||c in k||c==\"value\"&&\"defaultValue\"in k||c==\"checked\"&&\"defaultChecked\"in k||H(e,c,null,d,o);for(c in k)d=k[c],c==\"children\"?s=d:c==\"dangerouslySetInnerHTML\"?b=d:c==\"value\"?S=d:c==\"checked\"?f=d:l&&typeof d!=\"function\"||h[c]===d||H(e,c,d,h[c],o);b?(l||g&&(b.__html==g.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(g&&(e.textContent=\"\"),(v==\"foreignObject\"||o==\"http://www.w3.org/1998/Math/MathML\"&&ut.test(v))&&(o=\"http://www.w3.org/1999/xhtml\"),Re(_,se(s)?s:[s],t,n,r,o,i,a,i?i[0]:n.__k&&$(n,0),l,p),i&&i.some(M)),l&&v!=\"textarea\"||(c=\"value\",v==\"progress\"&&S==null?e.removeAttribute(c):S==null||S===e[c]&&(v!=\"progress\"||S)||H(e,c,S,h[c],o),c=\"checked\",f!=null&&f!=e[c]&&H(e,c,f,h[c],o))}else h===k||l&&e.data==k||(e.data=k);return e}function ce(e,t,n,r){try{typeof e==\"function\"?t?t.__x=e(t)||1:r&&(r=r.__c||r.__e)&&(t=r.__x)&&(r.__x=null,typeof t==\"function\"?t():e(null)):e.current=t}catch(o){m.__e(o,n)}}function ue(e,t,n){var r,o,i,a;if(m.unmount&&m.unmount(e),!(r=e.ref)||r.current&&r.current!=e.__e||ce(r,null,t,e),r=e.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(l){m.__e(l,t)}r.__P=r.__n=null}if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&ue(r[a],t,typeof e.type!=\"function\"||n&&!e.props.__P);!n&&(r=e.__c)&&(r=r.__z)&&(o=V(r,i=[]))&&(r==e.__e&&i.some(M),M(o),M(r)),n||M(e.__e),e.__e=e.__c=e.__=null}function _t(e,t,n){return this.constructor(e,n)}function J(e,t){var n,r,o,i;m.__&&m.__(e,t),t.nodeType==9&&(t=t.documentElement),r=(n=e&&32&e.__u)?null:t.__k,t.__k=O(E,{children:[e]}),o=[],i=[],le(t,t.__k,r||Y,Y,t.namespaceURI,r?null:t.firstChild?ae.call(t.childNodes):null,o,r?r.__e:t.firstChild,n,i),Pe(o,t.__k,i),t.__k.props.children=null}function pe(e,t){e&&typeof e==\"object\"&&(e.__u|=32),J(e,t)}m={__e:function(e,t,n,r){for(var o,i,a;t=t.__;)if((o=t.__c)&&!(1&o.__g)){o.__g|=4;try{if((a=(i=o.constructor)&&i.getDerivedStateFromError)&&o.setState(i.getDerivedStateFromError(e)),o.componentDidCatch&&(o.componentDidCatch(e,r||{}),a=1),a&&8&o.__g)return void(o.__g|=2)}catch(l){e=l}}throw z=0,e}},xe=0,lt=function(e){return e!=null&&e.constructor===D},G.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=L({},this.state)),typeof e==\"function\"&&(e=e(L({},n),this.props)),e&&(L(n,e),this.__v&&(t&&this.__k.push(t),Se(this)))},G.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Se(this))},G.prototype.render=E,F=[],z=0,Ce=function(e,t){return e.__v.__b-t.__v.__b},K=Symbol(),Te=/(PointerCapture)$|Capture$/i,ie=0,oe={},ct=0;var de=[\"critical\",\"high\",\"medium\",\"low\"],he=[\"new\",\"known\",\"suppressed\"],Ne=\"UNREADABLE_ROW\";var gt=/[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\ufffe\\uffff]/gu,yt=/^[\\x20-\\x7e]*$/,bt={\"\\n\":\"\\\\n\",\"\\r\":\"\\\\r\",\"\t\":\"\\\\t\"};function x(e){return yt.test(e)?e:e.replace(gt,vt)}function vt(e){return bt[e]??`\\\\u{${(e.codePointAt(0)??0).toString(16).padStart(4,\"0\")}}`}function U(e,t){if(e.length<=t)return e;let n=Math.ceil((t-1)/2);return`${e.slice(0,n)}\\u2026${e.slice(e.length-(t-1-n))}`.toWellFormed()}var Me=\"&#8203;\",rn={\"&\":\"&amp;\",\"<\":\"&lt;\",\">\":\"&gt;\",\"|\":\"&#124;\",\"@\":`@${Me}`,\"#\":`#${Me}`,$:\"<span>$</span>\"};function w(e,t){return e[t]}function Le(e){let t=e.rule.length,n=e.match.length>0?e.match:new Array(t).fill(0),r=t===0?[]:e.fingerprint.split(\" \");return{size:t,columns:{rule:I(e.rule,e.rules),repository:I(e.repository,e.repositories.map(o=>o.join(\"/\"))),branch:I(e.branch,e.branches),path:I(e.path,e.paths),severity:I(Array.from(e.severity,Number),de),status:I(Array.from(e.status,Number),he),match:I(n,e.matches)},scannedAt:e.time.map(o=>e.times[o]??-1),lines:e.line,fingerprints:r,finding:o=>wt(e,o,w(r,o))}}function I(e,t){let n=t.map(x);return{index:e,texts:n,lowered:n.map(r=>r.toLowerCase())}}function wt(e,t,n){let[r,o]=Z(e.repositories,e.repository,t);return{project:r,repository:o,branch:Z(e.branches,e.branch,t),path:Z(e.paths,e.path,t),line:e.line[t]||null,rule:Z(e.rules,e.rule,t),scannedAt:e.times[w(e.time,t)]??null,match:w(e.matches,e.match[t]??0),severity:w(de,Number(e.severity[t])),status:w(he,Number(e.status[t])),fingerprint:n}}function Z(e,t,n){return w(e,w(t,n))}function Q(e,t){return e<t?-1:e>t?1:0}var B=[\"severity\",\"status\",\"rule\",\"repository\",\"branch\"],Ue=[25,50,100,500],me={search:\"\",filters:{},sort:null,page:0,pageSize:50,open:null,linked:null};function X(e,t){let n=[...St(e,t),...kt(e,t.search)],r=[];for(let o=0;o<e.size;o+=1)n.every(i=>i(o))&&r.push(o);return t.sort===null?r:Ct(e,r,t.sort)}function St(e,t){return B.flatMap(n=>{let r=t.filters[n],{index:o}=e.columns[n];return r===void 0?[]:[i=>o[i]===r]})}function kt(e,t){return t.toLowerCase().split(/\\s+/).filter(Boolean).map(r=>{let{rule:o,repository:i,branch:a,path:l,match:p}=e.columns,_=[o,i,a,l,p].map(c=>xt(c,r));return/^[0-9a-f]{4,}$/.test(r)&&_.push(c=>e.fingerprints[c]?.includes(r)===!0),c=>_.some(b=>b(c))})}function xt({index:e,lowered:t},n){let r=Uint8Array.from(t,o=>o.includes(n)?1:0);return o=>r[w(e,o)]===1}function Ct(e,t,n){let r=Tt(e,n.key),o=n.descending?-1:1;return t.sort((i,a)=>o*(w(r,i)-w(r,a))||i-a)}function Tt(e,t){if(t===\"scanned\")return e.scannedAt;let{index:n,texts:r}=e.columns[t];if(t===\"severity\"||t===\"status\")return n;let o=r.map((a,l)=>l);o.sort((a,l)=>Q(w(r,a),w(r,l)));let i=new Uint32Array(o.length);for(let[a,l]of o.entries())i[l]=a;return t!==\"path\"?n.map(a=>w(i,a)):n.map((a,l)=>w(i,a)*2**24+Math.min(w(e.lines,l),2**24-1))}function Ie(e,t){return Math.max(1,Math.ceil(e/t))}function Oe(e,t){return e.slice(t.page*t.pageSize,(t.page+1)*t.pageSize)}function _e(e,t,n){let o=X(e,t).indexOf(n),i={...t,open:n,linked:n};return o>=0?{...i,page:Math.floor(o/t.pageSize)}:_e(e,{...i,search:\"\",filters:{}},n)}function De(e){return{severity:W(e.columns.severity),status:W(e.columns.status),rule:W(e.columns.rule).sort(fe),repository:W(e.columns.repository).sort(fe),branch:W(e.columns.branch).sort(fe)}}function W({index:e,texts:t}){let n=new Uint32Array(t.length);for(let o of e)n[o]=w(n,o)+1;return t.map((o,i)=>({place:i,text:o,count:w(n,i)})).filter(o=>o.count>0)}function fe(e,t){return Q(e.text.toLowerCase(),t.text.toLowerCase())}function We(e,t){let n=Le(e.findings);return{table:n,view:me,rows:X(n,me),choices:De(n),bitbucketUrl:e.bitbucketUrl,startedAt:e.startedAt,change:t}}function Be(e,t){let n={...e.view,...t},r=n.search===e.view.search&&n.filters===e.view.filters&&n.sort===e.view.sort;return{...e,view:n,rows:r?e.rows:X(e.table,n)}}function T(e){return String(e).replace(/\\B(?=(?:\\d{3})+$)/g,\",\")}function ge(e,t,n=`${t}s`){return`${T(e)} ${e===1?t:n}`}var ee={page:0,open:null};function je(e){let{view:t,change:n,rows:r,table:o}=e,i=t.search!==\"\"||Object.keys(t.filters).length>0;return u(\"div\",{class:\"controls\",role:\"search\",\"aria-label\":\"Findings\"},u(\"label\",{class:\"search\"},u(\"span\",null,\"Search\"),u(\"input\",{type:\"search\",value:t.search,placeholder:\"Rule, repository, branch, path or fingerprint\",autocomplete:\"off\",spellcheck:!1,onInput:a=>n({...ee,search:a.currentTarget.value})})),B.map(a=>At(e,a)),u(\"button\",{type:\"button\",disabled:!i,onClick:()=>n({...ee,search:\"\",filters:{}})},\"Clear\"),u(\"p\",{role:\"status\"},`${T(r.length)} of ${ge(o.size,\"finding\")}`))}function At({choices:e,view:t,change:n},r){let o=i=>{let{[r]:a,...l}=t.filters,p=i===\"\"?l:{...l,[r]:Number(i)};n({...ee,filters:p})};return u(\"label\",{key:r},u(\"span\",null,r),u(\"select\",{value:String(t.filters[r]??\"\"),onChange:i=>o(i.currentTarget.value)},u(\"option\",{value:\"\"},\"All\"),e[r].map(Et)))}function Et({place:e,text:t,count:n}){let r=t===\"\"?\"(none)\":U(t,60);return u(\"option\",{key:e,value:String(e)},`${r} (${T(n)})`)}function He({view:e,rows:t,change:n}){let r=Ie(t.length,e.pageSize),o=e.page*e.pageSize,i=Math.min(o+e.pageSize,t.length),a=(l,p,_)=>u(\"button\",{type:\"button\",disabled:!_,onClick:()=>n({page:p,open:null})},l);return u(\"nav\",{class:\"pager\",\"aria-label\":\"Pages of findings\"},a(\"First\",0,e.page>0),a(\"Previous\",e.page-1,e.page>0),u(\"span\",{class:\"soft\"},t.length===0?\"None\":`${T(o+1)}\\u2013${T(i)} of ${T(t.length)}`),a(\"Next\",e.page+1,e.page<r-1),a(\"Last\",r-1,e.page<r-1),u(\"label\",null,u(\"span\",{class:\"soft\"},\"Rows\"),u(\"select\",{value:String(e.pageSize),onChange:l=>n({...ee,pageSize:Number(l.currentTarget.value)})},Ue.map(l=>u(\"option\",{key:l,value:String(l)},l)))))}var Rt=/^[\\w.~-]+$/;function Ke(e,{project:t,repository:n}){if(e===null||!/^https?:\\/\\//i.test(e))return null;let r=t.replace(/^~/,\"\");return[r,n].some(o=>!Rt.test(o)||/^\\.{1,2}$/.test(o))?null:`${e.replace(/\\/+$/,\"\")}/${t.startsWith(\"~\")?\"users\":\"projects\"}/${r}/repos/${n}`}function Ge(e,t){let n=Ke(e,t),r=t.path.replace(/^\\/+/,\"\").split(\"/\");if(n===null||r.some(a=>/^\\.{0,2}$/.test(a)))return null;let o=t.branch===\"\"?\"\":`?at=${Ft(t.branch)}`,i=t.line===null?\"\":`#${t.line}`;return`${n}/browse/${r.map(Ve).join(\"/\")}${o}${i}`}function Ft(e){return(e.startsWith(\"refs/\")?e:`refs/heads/${e}`).split(\"/\").map(Ve).join(\"/\")}function Ve(e){return encodeURIComponent(e.toWellFormed())}function te(e){let t=new Date(e);return Number.isNaN(t.getTime())?x(String(e)):`${t.toISOString().slice(0,16).replace(\"T\",\" \")} UTC`}var $t=[{name:new RegExp(`^${Ne}$`),what:\"A row of the export could not be read, so what it reports is unknown and counts as a finding.\",rotate:\"Whoever runs the gate exports again, and asks the Bitbucket administrator if the row stays broken.\"},{name:/TROJAN|BIDI|HOMOGLYPH/,what:\"Invisible Unicode characters make the code read differently from how it runs (a \\u201CTrojan Source\\u201D attack).\",rotate:\"Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.\"},{name:/AWS_?MWS|AMAZON_?MWS/,what:\"A key of Amazon Marketplace Web Service, which reads and changes a seller\\u2019s orders and stock.\",rotate:\"The owner of the seller account revokes the developer\\u2019s access in Seller Central and authorises anew.\"},{name:/AWS.*(CLIENT|ACCESS_KEY)_?ID|AWS_?(ACCESS_?)?KEY_?ID/,what:\"The id of an AWS access key, half of a pair: it names an account and often stands next to its secret.\",rotate:\"The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.\"},{name:/AWS|AMAZON/,what:\"A credential of Amazon Web Services, which acts with all rights of the user or role behind it.\",rotate:\"The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.\"},{name:/GOOGLE|GCP|FIREBASE|GCLOUD/,what:\"A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.\",rotate:\"The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.\"},{name:/AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT/,what:\"A credential of Microsoft Azure: a storage key, connection string or client secret.\",rotate:\"The owner of the Azure subscription regenerates the key or client secret and checks the activity log.\"},{name:/(RSA|SSH|DSA|EC|PGP|GPG|PRIVATE|OPENSSH|PKCS|PUTTY)_?.*KEY|PRIVATE_?KEY|KEYSTORE/,what:\"A private key, which proves an identity: whoever has it can sign in, sign or decrypt as its owner.\",rotate:\"The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.\"},{name:/GITHUB|GITLAB|BITBUCKET|BBDC|GIT_?TOKEN/,what:\"A token of a Git server, which reads and often writes every repository that its owner can reach.\",rotate:\"The user who made the token revokes it in the settings of the account and checks the audit log of the server.\"},{name:/ATLASSIAN|JIRA|CONFLUENCE/,what:\"A credential of an Atlassian product, which acts as the user who made it.\",rotate:\"The user who made it revokes it in the account\\u2019s security settings and makes a new one.\"},{name:/SLACK|DISCORD|TELEGRAM|TEAMS|WEBHOOK/,what:\"A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.\",rotate:\"The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.\"},{name:/STRIPE|PAYPAL|SQUARE|BRAINTREE|ADYEN/,what:\"A key of a payment provider, which can read customers\\u2019 data and move money.\",rotate:\"The owner of the merchant account rolls the key in the provider\\u2019s dashboard at once and reviews its recent use.\"},{name:/TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SMTP|NEXMO/,what:\"A credential of a mail or message service, which sends in the company\\u2019s name.\",rotate:\"The owner of the service account revokes the key in its console, makes a new one and checks what was sent.\"},{name:/NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER/,what:\"A credential of a package or image registry, with which foreign code can be published under your name.\",rotate:\"The owner of the registry account revokes the token and checks recent releases for ones nobody made.\"},{name:/JDBC|DATABASE|POSTGRES|MYSQL|MONGO|REDIS|ORACLE|SQL|CONNECTION_?STRING/,what:\"Credentials of a database, often with its address.\",rotate:\"The administrator of the database changes the password of this user and checks its logins.\"},{name:/JWT|BEARER|OAUTH|CLIENT_?SECRET|REFRESH_?TOKEN/,what:\"A token or client secret with which a program signs in for a user or a service.\",rotate:\"The owner of the application ends its sessions and makes a new client secret at the identity provider.\"},{name:/URL|BASIC_?AUTH|URI/,what:\"User name and password inside an address, which also ends up in logs and histories.\",rotate:\"The owner of the account changes its password and passes the new one outside the address.\"},{name:/PASSWORD|PASSWD|PWD|PASSPHRASE|CREDENTIAL/,what:\"A password in clear text.\",rotate:\"The owner of the account changes the password everywhere it is used and reads it from a secret store instead.\"},{name:/TOKEN|API_?KEY|SECRET|KEY/,what:\"A token or key of a service, which usually acts with all rights of its owner.\",rotate:\"The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.\"}],Pt={what:\"Something that this rule, set by an administrator or the repository, takes for a secret.\",rotate:\"The last author of the line finds out what it opens; whoever owns that revokes it, makes a new one and keeps it in a secret store.\"};function ze(e){let t=e.toUpperCase().replace(/[^A-Z0-9]+/g,\"_\"),{what:n,rotate:r}=$t.find(o=>o.name.test(t))??Pt;return{what:n,rotate:r}}var Nt=90;function Ye(e,t){return[\"suppressions:\",`  - fingerprint: ${JSON.stringify(e.fingerprint)}`,'    reason: \"why this may stay\"','    owner: \"who answers for it\"',`    expires: ${Mt(t)}`,\"\"].join(`\n`)}function Mt(e){let t=Date.parse(e);return new Date((Number.isNaN(t)?0:t)+Nt*864e5).toISOString().slice(0,10)}function qe(e){return u(\"div\",{class:\"snippet\"},u(\"pre\",{tabIndex:0},e),u(\"button\",{type:\"button\",class:\"copy\",\"data-copy\":\"\"},\"Copy\"))}function Je(e,t){let n=ze(e.rule);return u(\"div\",{class:\"advice\"},u(\"div\",null,u(\"h3\",null,x(e.rule)),u(\"p\",null,n.what),u(\"p\",null,n.rotate),Lt(e)),u(\"div\",null,u(\"h3\",null,\"To accept it, paste into the policy file\"),qe(Ye(e,t))))}function Lt(e){let n=[[\"File\",x(e.path)],[\"Matched text\",e.match===\"\"?null:u(\"code\",null,x(e.match))],[\"Scanned\",e.scannedAt===null?null:te(e.scannedAt)],[\"Fingerprint\",u(\"a\",{href:`#${e.fingerprint}`},u(\"code\",null,e.fingerprint))]].filter(([,r])=>r!==null);return u(\"dl\",null,n.map(([r,o])=>[u(\"dt\",null,r),u(\"dd\",null,o)]))}var Qe=[[\"severity\",\"Severity\"],[\"rule\",\"Rule\"],[\"path\",\"File and line\"],[\"repository\",\"Repository\"],[\"branch\",\"Branch\"],[\"status\",\"Status\"],[\"scanned\",\"Scanned\"]],Ut=Qe.length+1;function Xe(e,t){let{table:n}=e,r=`Findings, ${T(t.length)} of ${T(e.rows.length)} shown`;return u(\"section\",{class:\"scroll\",tabIndex:0,\"aria-label\":\"Table of findings\"},u(\"table\",{class:\"findings\"},u(\"caption\",{class:\"unseen\"},r),u(\"thead\",null,u(\"tr\",null,Qe.map(([o,i])=>It(e,o,i)),Ot())),u(\"tbody\",null,t.map(o=>Dt(e,o,n.finding(o))))))}function It({view:e,change:t},n,r){let o=e.sort?.key===n?e.sort:null,i=o===null?\"none\":o.descending?\"descending\":\"ascending\",a=o===null?{key:n,descending:!1}:o.descending?null:{key:n,descending:!0};return u(\"th\",{scope:\"col\",\"aria-sort\":i},u(\"button\",{type:\"button\",onClick:()=>t({sort:a,page:0,open:null})},r))}function Ot(){return u(\"th\",{scope:\"col\"},u(\"span\",{class:\"unseen\"},\"Details\"))}function Dt(e,t,n){let r=e.view.open===t,o=e.view.linked===t;return u(E,{key:t},u(\"tr\",{class:r?\"open\":void 0,\"data-row\":t,\"aria-current\":o?\"true\":void 0},u(\"td\",null,u(\"span\",{class:`severity ${n.severity}`},n.severity)),u(\"td\",null,u(\"code\",null,U(x(n.rule),40))),u(\"td\",{class:\"place\"},Wt(n,e.bitbucketUrl)),u(\"td\",{class:\"name\"},Ze(`${n.project}/${n.repository}`)),u(\"td\",{class:\"name\"},n.branch===\"\"?\"\\u2014\":Ze(n.branch)),u(\"td\",null,u(\"span\",{class:`status ${n.status}`},n.status)),u(\"td\",{class:\"time\"},n.scannedAt===null?\"\\u2014\":te(n.scannedAt).slice(0,10)),u(\"td\",{class:\"more\"},Bt(e,t,n,r))),r&&u(\"tr\",{class:\"detail\"},u(\"td\",{colSpan:Ut},Je(n,e.startedAt))))}function Wt(e,t){let n=x(e.path),r=e.line===null?\"\":`:${e.line}`,o=u(\"code\",null,et(U(n,64)),u(\"b\",null,r)),i=Ge(t,e);return i===null?u(\"span\",{title:n},o):u(\"a\",{href:i,title:n,target:\"_blank\",rel:\"noopener noreferrer\"},o)}function Ze(e){let t=x(e);return u(\"span\",{title:t},et(U(t,48)))}function et(e){return e.split(/(?<=\\/)/).map((t,n)=>n===0?t:[u(\"wbr\",null),t])}function Bt({change:e},t,n,r){let o=`${x(n.rule)} in ${x(n.path)}`;return u(\"button\",{type:\"button\",\"aria-expanded\":r?\"true\":\"false\",\"aria-label\":`Details of ${U(o,120)}`,onClick:()=>e({open:r?null:t})},r?\"\\u2013\":\"+\")}function ye(e){return u(E,null,je(e),Xe(e,Oe(e.rows,e.view)),He(e))}function tt(){let e=document.querySelector(\"#findings-table\"),t=document.querySelector(\"#findings-json\")?.textContent;if(e===null||!t)return;let n=i=>{r=Be(r,i),J(ye(r),e)},r=We(JSON.parse(t),n);pe(ye(r),e);let o=()=>jt(r,location.hash.slice(1));addEventListener(\"hashchange\",o),o()}function jt(e,t){let[n,r]=t.split(/=(.*)/s);if(r!==void 0&&Kt(n)){Gt(e,n,Ht(r));return}let o=e.table.fingerprints.indexOf(t.toLowerCase());o>=0?Vt(e,o):/^[0-9a-f]{32}$/i.test(t)&&zt(t)}function Ht(e){try{return decodeURIComponent(e)}catch{return e}}function Kt(e){return B.some(t=>t===e)}function Gt(e,t,n){let r=e.choices[t].find(o=>o.text===n);r!==void 0&&(e.change({search:\"\",filters:{[t]:r.place},page:0,open:null,linked:null}),document.querySelector(\"#findings\")?.scrollIntoView())}function Vt(e,t){e.change(_e(e.table,e.view,t));let n=document.querySelector(`tr[data-row=\"${t}\"]`);n?.scrollIntoView({block:\"center\"}),n?.querySelector(\"button\")?.focus({preventScroll:!0})}function zt(e){let t=document.querySelector(\"#link-note\");t!==null&&(t.textContent=`No finding ${e} in this page: ${t.dataset.advice}.`)}function nt(){document.addEventListener(\"click\",e=>{let n=(e.target instanceof Element?e.target.closest(\"[data-link]\"):null)?.getAttribute(\"data-link\");n&&(location.hash=n)})}function rt(){let e=[];addEventListener(\"beforeprint\",()=>{e=[...document.querySelectorAll(\"details:not([open], .picture details)\")];for(let t of e)t.open=!0}),addEventListener(\"afterprint\",()=>{for(let t of e)t.open=!1})}var ot=\"soteri-gate-theme\";function it(){let e=document.querySelector(\"#theme\");if(e===null)return;let t=matchMedia(\"(prefers-color-scheme: dark)\"),n=Yt(),r=()=>(n??(t.matches?\"dark\":\"light\"))===\"dark\"?\"light\":\"dark\",o=()=>{n!==null&&(document.documentElement.dataset.theme=n),e.textContent=r()===\"dark\"?\"Dark\":\"Light\",e.setAttribute(\"aria-label\",`Switch to the ${r()} theme`)};e.hidden=!1,o(),t.addEventListener(\"change\",o),e.addEventListener(\"click\",()=>{n=r(),o(),qt(n)})}function Yt(){try{let e=localStorage.getItem(ot);return e===\"light\"||e===\"dark\"?e:null}catch{return null}}function qt(e){try{localStorage.setItem(ot,e)}catch{}}it();we();nt();rt();tt();})();";
const pageStyle = ":root{color-scheme:light dark;--ground: light-dark(#f4f6f9, #0d1218);--surface: light-dark(#ffffff, #151c25);--raised: light-dark(#f0f3f7, #1d2631);--ink: light-dark(#17202b, #e7ecf2);--soft: light-dark(#55616f, #a3afbd);--line: light-dark(#dce2e9, #2a3542);--link: light-dark(#1d57b8, #8ab8ff);--bar: light-dark(#2a6fdb, #5c9bf5);--bar-soft: light-dark(#a9c4ec, #2f4f7d);--track: light-dark(#e6ebf1, #26313e);--mark: light-dark(#fff2c2, #4a3d12);--pass-tint: light-dark(#e3f5ef, #10291f);--warn-tint: light-dark(#fff3d4, #332810);--fail-tint: light-dark(#fdeae6, #361a15);--error-tint: light-dark(#f3ecfb, #261b36);--pass: light-dark(#00735a, #35c79f);--warn: light-dark(#8a5800, #f3b94d);--fail: light-dark(#b32a14, #ff8a70);--error: light-dark(#66339c, #c6a0f5);--critical: light-dark(#8f1d3f, #ff7d9c);--high: light-dark(#c2501b, #f79b5f);--medium: light-dark(#d9a21b, #e9c75c);--low: light-dark(#7c94ab, #8298ae);--mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 Inter,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-variant-numeric:tabular-nums}header,main,footer{max-width:1240px;margin:0 auto;padding:0 24px}h1,h2,h3,p,dl,dd,ol,ul,figure,pre{margin:0;padding:0}h2{font-size:20px;line-height:1.3;letter-spacing:-.01em}h3{font-size:15px;line-height:1.4}a{color:var(--link);text-underline-offset:2px}code,pre{font-family:var(--mono);font-size:.88em}code{overflow-wrap:anywhere}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}.soft{color:var(--soft)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:-999px}.skip:focus{left:24px;top:8px;z-index:2;padding:8px 12px;background:var(--surface)}button,select,input{font:inherit;color:inherit;background:var(--surface);border:1px solid light-dark(#8793a1,#5c6b7b);border-radius:7px;padding:5px 10px;min-height:34px}button{cursor:pointer}button:hover:not(:disabled){background:var(--raised)}button:disabled{opacity:.45;cursor:default}main>section{margin:40px 0 0}section>h2{margin-bottom:14px}.severity{white-space:nowrap}.findings .more button{width:28px;min-height:26px;padding:0}.severity{display:inline-flex;align-items:center;gap:7px;white-space:nowrap}.severity:before{content:\"\";width:10px;height:10px;border-radius:3px;background:var(--low)}.severity.critical:before{background:var(--critical)}.severity.high:before{background:var(--high)}.severity.medium:before{background:var(--medium)}.bar{display:flex;align-items:center;gap:16px;padding:14px 0;color:var(--soft)}.bar b{color:var(--ink)}.bar .scope{margin-left:auto;font-family:var(--mono);font-size:13px;overflow-wrap:anywhere}.banner{--tone: var(--error);--tint: var(--error-tint);display:flex;gap:22px;align-items:center;padding:26px 28px;border-radius:14px;border:1px solid color-mix(in oklab,var(--tone) 40%,var(--tint));background:var(--tint)}.pass .banner{--tone: var(--pass);--tint: var(--pass-tint)}.warn .banner{--tone: var(--warn);--tint: var(--warn-tint)}.fail .banner{--tone: var(--fail);--tint: var(--fail-tint)}.banner .icon{flex:none;width:60px;height:60px;color:var(--tone)}.banner .icon .mark{stroke:var(--surface)}.banner h1{font-size:32px;line-height:1.15;letter-spacing:-.02em;color:var(--tone)}.banner .why{margin-top:6px;font-size:17px;overflow-wrap:anywhere}.banner .facts{margin-top:6px;color:var(--soft);font-size:13.5px}.numbers,.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}.numbers{margin-top:12px}.numbers>div,.tiles>div{display:flex;flex-direction:column;padding:14px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.numbers>div{flex-direction:column-reverse}.numbers dt,.tiles dt{color:var(--soft);font-size:13.5px}.numbers dd{font-size:28px;font-weight:650;line-height:1.2;letter-spacing:-.02em}.tiles dd{color:var(--soft);font-size:13.5px}.tiles b{display:block;color:var(--ink);font-size:16.5px;font-weight:600}.error-panel{padding:22px 28px;border-radius:14px;border:1px solid var(--line);border-left:6px solid var(--error);background:var(--surface)}.error-panel h2 code{margin-left:8px;color:var(--error);font-size:15px}.error-panel dl{display:grid;grid-template-columns:max-content 1fr;gap:10px 24px;margin-bottom:14px}.error-panel dt{color:var(--soft)}.error-panel dd{overflow-wrap:anywhere}.error-panel ul{padding-left:18px}.notes{margin-top:12px;padding:12px 18px 12px 36px;border-radius:12px;background:var(--warn-tint);overflow-wrap:anywhere}details{margin-top:12px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}summary{padding:9px 18px;cursor:pointer;border-radius:12px}summary:hover{background:var(--raised)}details[open]>summary{border-bottom:1px solid var(--line);border-radius:12px 12px 0 0}.scroll{position:relative;overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:14px}th,td{padding:8px 18px;text-align:left;vertical-align:top;overflow-wrap:break-word}thead th{color:var(--soft);font-weight:500;white-space:nowrap}tbody tr{border-top:1px solid var(--line)}.hash{display:inline-block;width:33ch;overflow-wrap:anywhere}table .time{white-space:nowrap}.unproven{color:var(--fail)}.thresholds{display:grid;gap:12px;margin-top:14px;list-style:none}.thresholds>li{--tone: var(--pass);padding:14px 20px;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:12px;background:var(--surface)}.thresholds>.exceeded{--tone: var(--fail)}.thresholds>.warned{--tone: var(--warn)}.thresholds>.unproven{--tone: var(--soft)}.thresholds .title{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}.thresholds h3{font-family:var(--mono);font-size:14px;overflow-wrap:anywhere}.thresholds .state{color:var(--tone);font-size:13.5px;font-weight:600}.thresholds .against{margin-left:auto;color:var(--soft)}.thresholds .against b{color:var(--ink);font-size:18px}.thresholds li>.soft{font-size:13px}.thresholds ul{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:6px;font-size:13.5px;list-style:none}.gauge{display:block;margin:8px 0 6px;overflow:visible}.gauge .track,.chart .track{fill:var(--track)}.gauge .within{fill:color-mix(in oklab,var(--tone) 50%,var(--track))}.gauge .beyond,.kept .gauge .within{fill:var(--tone)}.gauge .limit{fill:var(--ink)}.pictures{display:grid;grid-template-columns:repeat(6,1fr);gap:14px}.picture{grid-column:span 2;display:flex;flex-direction:column;padding:18px 20px;border:1px solid var(--line);border-radius:14px;background:var(--surface);min-width:0}#picture-severity,#picture-age{grid-column:span 3}#picture-trend{grid-column:span 6}.picture figcaption .soft{font-size:13px}.picture .drawing{margin-top:14px}.picture details{margin-top:auto;border:0}.picture details>summary{display:inline-block;padding:4px 0;border:0;color:var(--link);font-size:13.5px}.picture details>summary:hover{background:none;text-decoration:underline}.with-legend .drawing{margin:auto 0;padding-top:14px;display:flex;align-items:center;gap:16px 32px}.with-legend svg{flex:none}.numbers-table th,.numbers-table td{padding:5px 0;font-weight:400}.numbers-table td,.numbers-table thead th+th{text-align:right}.numbers-table a{color:inherit}.swatch{display:inline-block;width:11px;height:11px;margin-right:9px;border-radius:3px}.swatch.critical{background:var(--critical)}.swatch.high{background:var(--high)}.swatch.medium{background:var(--medium)}.swatch.low{background:var(--low)}.chart{display:block;overflow:hidden;font-size:13px}.chart text{fill:var(--ink)}.chart .tick{fill:var(--soft);font-size:12px}.chart .value{font-weight:600}.chart .fill{fill:var(--bar)}.chart .rest text{fill:var(--soft)}.chart .known{fill:var(--bar-soft)}.chart .axis{stroke:var(--line)}.chart .total{font-size:24px;font-weight:650}.chart [data-link]{cursor:pointer}.chart .hit{pointer-events:all}.chart [data-link]:hover .fill{fill:var(--link)}.slice.critical{fill:var(--critical)}.slice.high{fill:var(--high)}.slice.medium{fill:var(--medium)}.slice.low{fill:var(--low)}.chart .sign{font-size:12px;font-weight:700}.chart .sign.pass{fill:var(--pass)}.chart .sign.warn{fill:var(--warn)}.chart .sign.fail{fill:var(--fail)}.chart .sign.error{fill:var(--error)}#findings-table{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.controls,.pager{display:flex;flex-wrap:wrap;align-items:end;gap:10px 12px;padding:16px 18px}.controls label{display:grid;gap:3px;flex:1 1 110px;min-width:0}.controls label span{color:var(--soft);font-size:13px}.controls label span:first-letter{text-transform:uppercase}.controls .search{flex:4 1 260px}.controls select,.controls input{width:100%}.controls p{flex:1 0 100%;color:var(--soft);font-size:13.5px}.findings th button{padding:2px 0;border:0;background:none;color:var(--soft);font-weight:500;white-space:nowrap}.findings th button:hover{color:var(--ink);text-decoration:underline}.findings th button:after{content:\" \\2195\";opacity:.45}.findings th[aria-sort=ascending] button:after,.findings th[aria-sort=descending] button:after{opacity:1}.findings th[aria-sort=ascending] button:after{content:\" \\2191\"}.findings th[aria-sort=descending] button:after{content:\" \\2193\"}.findings th,.findings td{padding:7px 10px}.findings th:first-child,.findings td:first-child{padding-left:18px}.findings thead{border-top:1px solid var(--line);background:var(--raised)}.findings tbody tr:hover:not(.detail){background:var(--raised)}.findings tr[aria-current]{background:var(--mark);box-shadow:inset 4px 0 0 var(--warn)}.findings td code{overflow-wrap:break-word}.findings .place{min-width:240px}.findings .name{min-width:132px}.findings .name,.findings .place code{overflow-wrap:anywhere}.findings .place b{display:inline-block;font-weight:600}.findings .place a:not(:hover){text-decoration:none}.findings .status{color:var(--soft)}.status.new{color:var(--ink);font-weight:600}.status.suppressed{text-decoration:line-through}.findings .detail{border-top:0}.detail td{padding:4px 18px 20px}.advice{display:grid;grid-template-columns:1fr 1fr;gap:16px 32px;padding:16px 18px}.detail .advice{border-radius:12px;background:var(--raised)}.advice>div{min-width:0}.advice p,.advice dl{margin-top:6px}.advice dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-size:13.5px}.advice dt{color:var(--soft)}.advice dd{overflow-wrap:anywhere}.snippet{position:relative;margin-top:8px}.snippet pre{padding:12px 84px 12px 14px;overflow-x:auto;border:1px solid var(--line);border-radius:9px;background:var(--surface)}.copy{position:absolute;top:7px;right:7px;min-height:28px;padding:1px 10px;font-size:13px}.pager{align-items:center;font-size:13.5px;border-top:1px solid var(--line)}.pager label{display:flex;align-items:center;gap:8px;margin-left:auto}.cut,.empty,#link-note:not(:empty){margin-bottom:12px;padding:12px 18px;border-radius:12px;background:var(--warn-tint)}.empty{border:1px solid var(--line);background:var(--surface)}.rule>summary>*{margin-right:14px}.rule+.rule{margin-top:8px}footer{display:flex;flex-wrap:wrap;gap:4px 24px;margin-top:48px;padding-top:18px;padding-bottom:40px;color:var(--soft);font-size:13.5px}@media(max-width:1000px){.pictures .picture,.pictures #picture-severity,.pictures #picture-age{grid-column:span 6}}@media(max-width:720px){header,main,footer{padding-left:14px;padding-right:14px}.numbers,.tiles{grid-template-columns:1fr 1fr}.advice,.error-panel dl{grid-template-columns:1fr}.banner{padding:18px;gap:14px}.banner .icon{width:40px;height:40px}}@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}@page{margin:12mm}@media print{:root,:root[data-theme]{color-scheme:light}body{background:#fff;font-size:9.5pt;print-color-adjust:exact}header,main,footer{padding:0}table{font-size:8pt}.findings th,.findings td{padding:4px 6px}.findings .place,.findings .name{min-width:0}.scroll{overflow:visible}.snippet pre{padding-right:14px;white-space:pre-wrap}.thresholds>li,.picture,.rule,tr{break-inside:avoid}.skip,#theme,.controls label,.controls button,.pager button,.pager label,.copy,.picture details,.findings .more,.findings th:last-child{display:none}.findings th button:after{content:none}.pictures .picture{grid-column:span 2}.pictures #picture-severity,.pictures #picture-age{grid-column:span 3}.pictures #picture-trend{grid-column:span 6}h2{break-after:avoid}}";

// EXTERNAL MODULE: ./lib/report/count.js
var count = __webpack_require__(28921);
;// CONCATENATED MODULE: ./lib/report/html/text.js
/** How sizes and times are written on the page. Pure; runs in Node and in the page itself. */


/** Bytes for people: `0 bytes`, `12.3 MiB`. */
function byteSize(bytes) {
    const units = ['KiB', 'MiB', 'GiB', 'TiB'];
    if (bytes < 1024)
        return (0,count/* counted */.hS)(bytes, 'byte');
    const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
    return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}
/** Milliseconds since the epoch or an ISO 8601 text as `2026-11-23 14:05 UTC`; text that is no date stays as it is. */
function utcTime(time) {
    const date = new Date(time);
    if (Number.isNaN(date.getTime()))
        return (0,report_escape/* visible */.RK)(String(time));
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

;// CONCATENATED MODULE: ./lib/report/html/evidence.js
/** What the verdict rests on: when each target was triggered, what proved it scanned, which bytes were read. */




/** More rows than this help nobody on a page; all of them are in `report.json`. */
const rowLimit = 200;
/** What was scanned and read, and what proves it. */
function evidenceSection({ evidence }) {
    return (0,preact.h)('section', { id: 'evidence', 'aria-labelledby': 'evidence-title' }, (0,preact.h)('h2', { id: 'evidence-title' }, 'Evidence'), (0,preact.h)('dl', { class: 'tiles' }, tiles(evidence.targets, evidence.exports).map(([name, value, note]) => (0,preact.h)('div', { key: name }, (0,preact.h)('dt', null, name), (0,preact.h)('dd', null, (0,preact.h)('b', null, value), note)))), evidence.notes.length > 0 &&
        (0,preact.h)('ul', { class: 'notes' }, evidence.notes.map((note) => (0,preact.h)('li', null, (0,report_escape/* visible */.RK)(note)))), evidence.policyFiles.length > 0 &&
        fold('Policy files', evidence.policyFiles.length <= 3, policyTable(evidence.policyFiles)), evidence.targets.length > 0 &&
        fold('Targets and their proof', evidence.targets.length <= 3, targetTable(evidence.targets)), evidence.exports.length > 0 &&
        fold('Exports that were read', evidence.exports.length <= 3, exportTable(evidence.exports)));
}
function tiles(targets, exports) {
    return [proofTile(targets), triggerTile(targets), exportTile(exports), rowTile(exports)];
}
function proofTile(targets) {
    if (targets.length === 0)
        return ['Proven scanned', 'None', 'no scan was waited for'];
    const proven = targets.filter((target) => target.provenBy !== null).length;
    return [
        'Proven scanned',
        `${(0,count/* count */.U9)(proven)} of ${(0,count/* count */.U9)(targets.length)}`,
        targets.length === 1 ? 'target' : 'targets',
    ];
}
function triggerTile(targets) {
    const [first, ...others] = targets.flatMap((target) => target.triggeredAt ?? []).sort();
    if (first === undefined)
        return ['Triggered', 'No', 'the server’s last scans were used'];
    return [
        'Triggered',
        utcTime(first),
        others.length > 0 ? `the first of ${(0,count/* count */.U9)(others.length + 1)}` : 'by this run',
    ];
}
function exportTile(exports) {
    if (exports.length === 0)
        return ['Read to the end', 'None', 'no export was read'];
    return [
        'Read to the end',
        (0,count/* counted */.hS)(exports.length, 'export'),
        byteSize(sum(exports.map((one) => one.bytes))),
    ];
}
function rowTile(exports) {
    if (exports.length === 0)
        return ['Rows', 'None', 'nothing was read'];
    const refused = sum(exports.map((one) => one.refused));
    const note = refused === 0 ? 'none unreadable' : `${(0,count/* count */.U9)(refused)} unreadable`;
    return ['Rows', (0,count/* count */.U9)(sum(exports.map((one) => one.rows))), note];
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
function fold(title, open, content) {
    return (0,preact.h)('details', { open }, (0,preact.h)('summary', null, title), content);
}
function policyTable(files) {
    const rows = files
        .slice(0, rowLimit)
        .map(({ path, sha256 }) => [(0,report_escape/* visible */.RK)(path), (0,preact.h)('code', { class: 'hash' }, sha256)]);
    return table('Policy files', ['File', 'SHA-256'], rows, files.length);
}
function targetTable(targets) {
    const rows = targets
        .slice(0, rowLimit)
        .map((target) => [
        (0,report_escape/* visible */.RK)(target.target),
        (0,preact.h)('span', { class: 'time' }, target.triggeredAt === null ? 'not by this run' : utcTime(target.triggeredAt)),
        target.states.map((seen) => (0,report_escape/* visible */.RK)(seen.state)).join(' → ') || '—',
        target.provenBy === null ? (0,preact.h)('strong', { class: 'unproven' }, 'Not proven') : (0,report_escape/* visible */.RK)(target.provenBy),
        target.total === null ? '—' : (0,count/* count */.U9)(target.total),
    ]);
    return table('Targets', ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total'], rows, targets.length);
}
function exportTable(exports) {
    const rows = exports
        .slice(0, rowLimit)
        .map((one) => [
        (0,report_escape/* visible */.RK)(one.source),
        one.format,
        (0,preact.h)('span', { class: 'time' }, byteSize(one.bytes)),
        (0,preact.h)('code', { class: 'hash' }, one.sha256),
        (0,count/* count */.U9)(one.members.length),
        (0,count/* count */.U9)(one.rows),
        (0,count/* count */.U9)(one.refused),
    ]);
    const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable'];
    return table('Exports', heads, rows, exports.length);
}
function table(caption, heads, rows, total) {
    return (0,preact.h)('section', { class: 'scroll', tabIndex: 0, 'aria-label': caption }, (0,preact.h)('table', null, (0,preact.h)('caption', { class: 'unseen' }, caption), (0,preact.h)('thead', null, (0,preact.h)('tr', null, heads.map((head) => (0,preact.h)('th', { scope: 'col' }, head)))), (0,preact.h)('tbody', null, rows.map((cells) => (0,preact.h)('tr', null, cells.map((cell) => (0,preact.h)('td', null, cell)))))), total > rows.length &&
        (0,preact.h)('p', { class: 'soft' }, `The other ${(0,count/* count */.U9)(total - rows.length)} are in report.json.`));
}

// EXTERNAL MODULE: ./lib/findings/finding.js
var finding = __webpack_require__(86939);
// EXTERNAL MODULE: ./lib/report/left-out.js
var left_out = __webpack_require__(49280);
;// CONCATENATED MODULE: ./lib/report/html/value-at.js
/**
 * What stands at a place of a list, where list and place are of one table or picture, so that something does: a
 * fallback would never be used.
 */
function valueAt(values, place) {
    return values[place];
}

;// CONCATENATED MODULE: ./lib/report/html/table/columns.js
/**
 * The findings as the page carries them: one array per column, repeated texts kept once. 50,000 findings take a
 * few megabytes this way. `encodeFindings` runs when the report is written, `decodeFindings` in the page.
 */



/** Findings as the page carries them: each name once, numbers for the rest. */
function encodeFindings(findings) {
    const rules = new Interned();
    const repositories = new Interned();
    const branches = new Interned();
    const paths = new Interned();
    const times = new Interned();
    const matches = new Interned();
    const match = findings.map((f) => matches.index(f.match, f.match));
    return {
        rule: findings.map((f) => rules.index(f.rule, f.rule)),
        // The length keeps `A/B` + `c` and `A` + `B/c` apart.
        repository: findings.map((f) => repositories.index(`${f.project.length} ${f.project}/${f.repository}`, [f.project, f.repository])),
        branch: findings.map((f) => branches.index(f.branch, f.branch)),
        path: findings.map((f) => paths.index(f.path, f.path)),
        time: findings.map((f) => times.index(f.scannedAt, f.scannedAt)),
        match: matches.values.length > 1 ? match : [],
        line: findings.map((f) => f.line ?? 0),
        severity: findings.map((f) => finding/* severities */.gO.indexOf(f.severity)).join(''),
        status: findings.map((f) => finding/* findingStatuses */.GU.indexOf(f.status)).join(''),
        fingerprint: findings.map((f) => f.fingerprint).join(' '),
        rules: rules.values,
        repositories: repositories.values,
        branches: branches.values,
        paths: paths.values,
        times: times.values,
        matches: matches.values,
    };
}
/** Gives each distinct value its place in `values`, in the order of first appearance. */
class Interned {
    values = [];
    #places = new Map();
    index(key, value) {
        const known = this.#places.get(key);
        if (known !== undefined)
            return known;
        this.#places.set(key, this.values.length);
        return this.values.push(value) - 1;
    }
}
/** The same as the page works with them. */
function decodeFindings(encoded) {
    const size = encoded.rule.length;
    const match = encoded.match.length > 0 ? encoded.match : new Array(size).fill(0);
    const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ');
    return {
        size,
        columns: {
            rule: textColumn(encoded.rule, encoded.rules),
            repository: textColumn(encoded.repository, encoded.repositories.map((parts) => parts.join('/'))),
            branch: textColumn(encoded.branch, encoded.branches),
            path: textColumn(encoded.path, encoded.paths),
            severity: textColumn(Array.from(encoded.severity, Number), finding/* severities */.gO),
            status: textColumn(Array.from(encoded.status, Number), finding/* findingStatuses */.GU),
            match: textColumn(match, encoded.matches),
        },
        scannedAt: encoded.time.map((place) => encoded.times[place] ?? -1),
        lines: encoded.line,
        fingerprints,
        finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
    };
}
function textColumn(index, values) {
    const texts = values.map(report_escape/* visible */.RK);
    return { index, texts, lowered: texts.map((text) => text.toLowerCase()) };
}
function findingAt(encoded, row, fingerprint) {
    const [project, repository] = pick(encoded.repositories, encoded.repository, row);
    return {
        project,
        repository,
        branch: pick(encoded.branches, encoded.branch, row),
        path: pick(encoded.paths, encoded.path, row),
        line: encoded.line[row] || null,
        rule: pick(encoded.rules, encoded.rule, row),
        scannedAt: encoded.times[valueAt(encoded.time, row)] ?? null,
        match: valueAt(encoded.matches, encoded.match[row] ?? 0),
        severity: valueAt(finding/* severities */.gO, Number(encoded.severity[row])),
        status: valueAt(finding/* findingStatuses */.GU, Number(encoded.status[row])),
        fingerprint,
    };
}
function pick(values, places, row) {
    return valueAt(values, valueAt(places, row));
}

// EXTERNAL MODULE: ./lib/by-code-units.js
var by_code_units = __webpack_require__(62476);
;// CONCATENATED MODULE: ./lib/report/html/table/view.js
/** Which findings the reader wants to see, and in which order. Pure: the page redraws from what this gives. */


/** Columns with few values, by which findings can be filtered. */
const facets = ['severity', 'status', 'rule', 'repository', 'branch'];
/** Rows of a page that can be chosen. */
const pageSizes = [25, 50, 100, 500];
/** What is shown before anybody chose. */
const firstView = {
    search: '',
    filters: {},
    sort: null,
    page: 0,
    pageSize: 50,
    open: null,
    linked: null,
};
/** Rows that satisfy search and filters, in the wanted order. */
function view_selectRows(table, view) {
    const accepts = [...filterTests(table, view), ...searchTests(table, view.search)];
    const rows = [];
    for (let row = 0; row < table.size; row += 1) {
        if (accepts.every((accept) => accept(row)))
            rows.push(row);
    }
    return view.sort === null ? rows : sortRows(table, rows, view.sort);
}
function filterTests(table, view) {
    return facets.flatMap((facet) => {
        const wanted = view.filters[facet];
        const { index } = table.columns[facet];
        return wanted === undefined ? [] : [(row) => index[row] === wanted];
    });
}
/** Every word must be found in rule, repository, branch, path, match or (four hex digits and more) fingerprint. */
function searchTests(table, search) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.map((word) => {
        const { rule, repository, branch, path, match } = table.columns;
        const tests = [rule, repository, branch, path, match].map((column) => holds(column, word));
        if (/^[0-9a-f]{4,}$/.test(word))
            tests.push((row) => table.fingerprints[row]?.includes(word) === true);
        return (row) => tests.some((test) => test(row));
    });
}
/** Looks into each distinct text once, whatever the number of rows. */
function holds({ index, lowered }, word) {
    const found = Uint8Array.from(lowered, (text) => (text.includes(word) ? 1 : 0));
    return (row) => found[valueAt(index, row)] === 1;
}
function sortRows(table, rows, sort) {
    const rank = sortRanks(table, sort.key);
    const sign = sort.descending ? -1 : 1;
    return rows.sort((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || a - b);
}
/** A number per row that sorts as the column does. Severity and status have their own order; texts are sorted once. */
function sortRanks(table, key) {
    if (key === 'scanned')
        return table.scannedAt;
    const { index, texts } = table.columns[key];
    if (key === 'severity' || key === 'status')
        return index;
    const order = texts.map((_, place) => place);
    order.sort((a, b) => (0,by_code_units/* byCodeUnits */.C)(valueAt(texts, a), valueAt(texts, b)));
    const rankOfPlace = new Uint32Array(order.length);
    for (const [rank, place] of order.entries())
        rankOfPlace[place] = rank;
    if (key !== 'path')
        return index.map((place) => valueAt(rankOfPlace, place));
    // A file's findings stay together and go down the file.
    return index.map((place, row) => valueAt(rankOfPlace, place) * 2 ** 24 + Math.min(valueAt(table.lines, row), 2 ** 24 - 1));
}
/** Number of pages, at least one. */
function pageCount(rows, pageSize) {
    return Math.max(1, Math.ceil(rows / pageSize));
}
/** The rows of the page that the view is on. */
function pageRows(rows, view) {
    return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize);
}
/** The view in which `row` can be seen: as it is, when it holds the row, else without search and filters. */
function viewShowing(table, view, row) {
    const rows = view_selectRows(table, view);
    const place = rows.indexOf(row);
    const linked = { ...view, open: row, linked: row };
    if (place >= 0)
        return { ...linked, page: Math.floor(place / view.pageSize) };
    return viewShowing(table, { ...linked, search: '', filters: {} }, row);
}
/** The entries of every filter: by rank for severity and status, else by name. Made once per table. */
function facetChoices(table) {
    return {
        severity: choicesOf(table.columns.severity),
        status: choicesOf(table.columns.status),
        rule: choicesOf(table.columns.rule).sort(byName),
        repository: choicesOf(table.columns.repository).sort(byName),
        branch: choicesOf(table.columns.branch).sort(byName),
    };
}
function choicesOf({ index, texts }) {
    const counts = new Uint32Array(texts.length);
    for (const place of index)
        counts[place] = valueAt(counts, place) + 1;
    const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }));
    return choices.filter((choice) => choice.count > 0);
}
function byName(a, b) {
    return (0,by_code_units/* byCodeUnits */.C)(a.text.toLowerCase(), b.text.toLowerCase());
}

;// CONCATENATED MODULE: ./lib/report/html/table/scene.js
/** What the findings section is drawn from, and how it changes. Pure: the script keeps the one current scene. */


/** The scene as the report is written, and as the script takes it over. */
function firstScene(payload, change) {
    const table = decodeFindings(payload.findings);
    return {
        table,
        view: firstView,
        rows: view_selectRows(table, firstView),
        choices: facetChoices(table),
        bitbucketUrl: payload.bitbucketUrl,
        startedAt: payload.startedAt,
        change,
    };
}
/** The scene after a change of the view; rows are selected anew only when the selection changed. */
function nextScene(scene, part) {
    const view = { ...scene.view, ...part };
    const same = view.search === scene.view.search && view.filters === scene.view.filters && view.sort === scene.view.sort;
    return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) };
}

;// CONCATENATED MODULE: ./lib/report/html/table/controls.js
/** Search, filters and paging of the findings. Drawn anew on every change; the state is in `View` alone. */




/** Back to the first page with nothing open: what every change of the selection needs. */
const fromTheTop = { page: 0, open: null };
/** Search field, a filter per facet, and how many findings are left. */
function findingsControls(scene) {
    const { view, change, rows, table } = scene;
    const narrowed = view.search !== '' || Object.keys(view.filters).length > 0;
    return (0,preact.h)('div', { class: 'controls', role: 'search', 'aria-label': 'Findings' }, (0,preact.h)('label', { class: 'search' }, (0,preact.h)('span', null, 'Search'), (0,preact.h)('input', {
        type: 'search',
        value: view.search,
        placeholder: 'Rule, repository, branch, path or fingerprint',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => change({ ...fromTheTop, search: event.currentTarget.value }),
    })), facets.map((facet) => filter(scene, facet)), (0,preact.h)('button', {
        type: 'button',
        disabled: !narrowed,
        onClick: () => change({ ...fromTheTop, search: '', filters: {} }),
    }, 'Clear'), (0,preact.h)('p', { role: 'status' }, `${(0,count/* count */.U9)(rows.length)} of ${(0,count/* counted */.hS)(table.size, 'finding')}`));
}
function filter({ choices, view, change }, facet) {
    const choose = (value) => {
        const { [facet]: _, ...others } = view.filters;
        const filters = value === '' ? others : { ...others, [facet]: Number(value) };
        change({ ...fromTheTop, filters });
    };
    return (0,preact.h)('label', { key: facet }, (0,preact.h)('span', null, facet), (0,preact.h)('select', {
        value: String(view.filters[facet] ?? ''),
        onChange: (event) => choose(event.currentTarget.value),
    }, (0,preact.h)('option', { value: '' }, 'All'), choices[facet].map(controls_option)));
}
function controls_option({ place, text, count: findings }) {
    const name = text === '' ? '(none)' : (0,report_escape/* shorten */.ml)(text, 60);
    return (0,preact.h)('option', { key: place, value: String(place) }, `${name} (${(0,count/* count */.U9)(findings)})`);
}
/** Page by page, and how many rows a page has. */
function findingsPager({ view, rows, change }) {
    const pages = pageCount(rows.length, view.pageSize);
    const first = view.page * view.pageSize;
    const last = Math.min(first + view.pageSize, rows.length);
    const turn = (title, page, possible) => (0,preact.h)('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title);
    return (0,preact.h)('nav', { class: 'pager', 'aria-label': 'Pages of findings' }, turn('First', 0, view.page > 0), turn('Previous', view.page - 1, view.page > 0), (0,preact.h)('span', { class: 'soft' }, rows.length === 0 ? 'None' : `${(0,count/* count */.U9)(first + 1)}–${(0,count/* count */.U9)(last)} of ${(0,count/* count */.U9)(rows.length)}`), turn('Next', view.page + 1, view.page < pages - 1), turn('Last', pages - 1, view.page < pages - 1), (0,preact.h)('label', null, (0,preact.h)('span', { class: 'soft' }, 'Rows'), (0,preact.h)('select', {
        value: String(view.pageSize),
        onChange: (event) => change({ ...fromTheTop, pageSize: Number(event.currentTarget.value) }),
    }, pageSizes.map((size) => (0,preact.h)('option', { key: size, value: String(size) }, size)))));
}

// EXTERNAL MODULE: ./lib/report/line-link.js
var line_link = __webpack_require__(97623);
// EXTERNAL MODULE: ./lib/report/rules.js
var report_rules = __webpack_require__(7953);
;// CONCATENATED MODULE: ./lib/report/html/snippet.js
/** Text to copy, with a button that the page's script brings to life. */

/** A text to copy, with its button. */
function snippet(text) {
    return (0,preact.h)('div', { class: 'snippet' }, (0,preact.h)('pre', { tabIndex: 0 }, text), (0,preact.h)('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy'));
}

;// CONCATENATED MODULE: ./lib/report/html/table/detail.js
/** What opens below a finding: what such a secret is, who rotates it, and the suppression to paste. */





/** What opens below a row of the table. */
function findingDetail(finding, startedAt) {
    const advice = (0,report_rules/* ruleAdvice */.Bx)(finding.rule);
    return (0,preact.h)('div', { class: 'advice' }, (0,preact.h)('div', null, (0,preact.h)('h3', null, (0,report_escape/* visible */.RK)(finding.rule)), (0,preact.h)('p', null, advice.what), (0,preact.h)('p', null, advice.rotate), facts(finding)), (0,preact.h)('div', null, (0,preact.h)('h3', null, 'To accept it, paste into the policy file'), snippet((0,report_rules/* suppressionSnippet */.$B)(finding, startedAt))));
}
function facts(finding) {
    const told = [
        ['File', (0,report_escape/* visible */.RK)(finding.path)],
        ['Matched text', finding.match === '' ? null : (0,preact.h)('code', null, (0,report_escape/* visible */.RK)(finding.match))],
        ['Scanned', finding.scannedAt === null ? null : utcTime(finding.scannedAt)],
        ['Fingerprint', (0,preact.h)('a', { href: `#${finding.fingerprint}` }, (0,preact.h)('code', null, finding.fingerprint))],
    ];
    const known = told.filter(([, value]) => value !== null);
    return (0,preact.h)('dl', null, known.map(([name, value]) => [(0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value)]));
}

;// CONCATENATED MODULE: ./lib/report/html/table/rows.js
/** The table of findings: head with sorting, one row per finding, details below the row that is open. */






const heads = [
    ['severity', 'Severity'],
    ['rule', 'Rule'],
    ['path', 'File and line'],
    ['repository', 'Repository'],
    ['branch', 'Branch'],
    ['status', 'Status'],
    ['scanned', 'Scanned'],
];
const columnTotal = heads.length + 1;
/** `shown`: the rows of the page, of the selected ones. */
function findingsTable(scene, shown) {
    const { table } = scene;
    const caption = `Findings, ${(0,count/* count */.U9)(shown.length)} of ${(0,count/* count */.U9)(scene.rows.length)} shown`;
    return (0,preact.h)('section', { class: 'scroll', tabIndex: 0, 'aria-label': 'Table of findings' }, (0,preact.h)('table', { class: 'findings' }, (0,preact.h)('caption', { class: 'unseen' }, caption), (0,preact.h)('thead', null, (0,preact.h)('tr', null, heads.map(([key, title]) => head(scene, key, title)), lastHead())), (0,preact.h)('tbody', null, shown.map((row) => findingRows(scene, row, table.finding(row))))));
}
function head({ view, change }, key, title) {
    const sorted = view.sort?.key === key ? view.sort : null;
    const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
    const next = sorted === null ? { key, descending: false } : sorted.descending ? null : { key, descending: true };
    return (0,preact.h)('th', { scope: 'col', 'aria-sort': direction }, (0,preact.h)('button', { type: 'button', onClick: () => change({ sort: next, page: 0, open: null }) }, title));
}
function lastHead() {
    return (0,preact.h)('th', { scope: 'col' }, (0,preact.h)('span', { class: 'unseen' }, 'Details'));
}
function findingRows(scene, row, finding) {
    const open = scene.view.open === row;
    const linked = scene.view.linked === row;
    return (0,preact.h)(preact/* Fragment */.FK, { key: row }, (0,preact.h)('tr', { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': linked ? 'true' : undefined }, (0,preact.h)('td', null, (0,preact.h)('span', { class: `severity ${finding.severity}` }, finding.severity)), (0,preact.h)('td', null, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,report_escape/* visible */.RK)(finding.rule), 40))), (0,preact.h)('td', { class: 'place' }, placeOf(finding, scene.bitbucketUrl)), (0,preact.h)('td', { class: 'name' }, nameOf(`${finding.project}/${finding.repository}`)), (0,preact.h)('td', { class: 'name' }, finding.branch === '' ? '—' : nameOf(finding.branch)), (0,preact.h)('td', null, (0,preact.h)('span', { class: `status ${finding.status}` }, finding.status)), (0,preact.h)('td', { class: 'time' }, finding.scannedAt === null ? '—' : utcTime(finding.scannedAt).slice(0, 10)), (0,preact.h)('td', { class: 'more' }, toggle(scene, row, finding, open))), open &&
        (0,preact.h)('tr', { class: 'detail' }, (0,preact.h)('td', { colSpan: columnTotal }, findingDetail(finding, scene.startedAt))));
}
/** The path and line, as a link to Bitbucket where there is one to give. */
function placeOf(finding, bitbucketUrl) {
    const path = (0,report_escape/* visible */.RK)(finding.path);
    const line = finding.line === null ? '' : `:${finding.line}`;
    const text = (0,preact.h)('code', null, breakable((0,report_escape/* shorten */.ml)(path, 64)), (0,preact.h)('b', null, line));
    const href = (0,line_link/* lineLink */.l)(bitbucketUrl, finding);
    if (href === null)
        return (0,preact.h)('span', { title: path }, text);
    return (0,preact.h)('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text);
}
function nameOf(text) {
    const shown = (0,report_escape/* visible */.RK)(text);
    return (0,preact.h)('span', { title: shown }, breakable((0,report_escape/* shorten */.ml)(shown, 48)));
}
/** Lets a long path break after its slashes instead of anywhere. */
function breakable(path) {
    return path.split(/(?<=\/)/).map((part, place) => (place === 0 ? part : [(0,preact.h)('wbr', null), part]));
}
function toggle({ change }, row, finding, open) {
    const what = `${(0,report_escape/* visible */.RK)(finding.rule)} in ${(0,report_escape/* visible */.RK)(finding.path)}`;
    return (0,preact.h)('button', {
        type: 'button',
        'aria-expanded': open ? 'true' : 'false',
        'aria-label': `Details of ${(0,report_escape/* shorten */.ml)(what, 120)}`,
        onClick: () => change({ open: open ? null : row }),
    }, open ? '–' : '+');
}

;// CONCATENATED MODULE: ./lib/report/html/table/section.js
/** The findings section: controls, table and pages. The same function draws it in Node and in the page. */




/** Controls, table and pager, as they stand. */
function findingsScene(scene) {
    return (0,preact.h)(preact/* Fragment */.FK, null, findingsControls(scene), findingsTable(scene, pageRows(scene.rows, scene.view)), findingsPager(scene));
}

;// CONCATENATED MODULE: ./lib/report/html/findings.js
/** The section that holds the findings; its table works without the script, as a first page. */






/** The place of the table of findings, its data, and what is to be known of them. */
function findingsSection(report, payload) {
    return (0,preact.h)('section', { id: 'findings', 'aria-labelledby': 'findings-title' }, (0,preact.h)('h2', { id: 'findings-title' }, 'Findings'), report.shortlist.length === 0
        ? (0,preact.h)('p', { class: 'empty' }, emptyText(report))
        : [revealedNote(report), cutNote(report), linkNote(report), findings_table(payload)]);
}
/** Where the script says that a link names a finding which is not here, and what it then says. */
function linkNote(report) {
    return (0,preact.h)('p', { id: 'link-note', role: 'alert', 'data-advice': (0,left_out/* adviceForMissing */._u)(report) });
}
function findings_table(payload) {
    return (0,preact.h)('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => { })));
}
/** Said wherever `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }) {
    if (shortlist.every(({ match }) => match === '' || match === finding/* REDACTED */.XF))
        return null;
    return (0,preact.h)('p', { class: 'cut' }, 'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.');
}
function cutNote(report) {
    const { shortlist, shortlistCut, counts } = report;
    if (!shortlistCut)
        return null;
    const all = counts.total + counts.suppressed;
    return (0,preact.h)('p', { class: 'cut' }, `This page holds the ${(0,count/* count */.U9)(shortlist.length)} worst of ${(0,count/* count */.U9)(all)} findings. The rest is ${(0,left_out/* placeOfLeftOut */.CC)(report)}.`);
}
/** "None" is a claim: it is made only where an export was read and no error stands against it. */
function emptyText({ verdict, evidence }) {
    if (verdict.error !== null || evidence.exports.length === 0)
        return 'None were read. That does not mean there are none.';
    return 'None. Every row of the export was read to its end.';
}

;// CONCATENATED MODULE: ./lib/report/html/icons.js

const outlines = {
    pass: 'M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z',
    warn: 'M12 1.8 23 21.5H1Z',
    fail: 'M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z',
    error: 'M12 .8 23.2 12 12 23.2.8 12Z',
};
const marks = {
    pass: 'm7 12.4 3.4 3.4 6.8-7.4',
    warn: 'M12 9v6m0 2.6v.6',
    fail: 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6',
    error: 'M12 6.4v7m0 3.4v.6',
};
/** Decorative: the verdict's word always stands beside it. */
function verdictIcon(word) {
    return (0,preact.h)('svg', {
        class: `icon ${word}`,
        viewBox: '0 0 24 24',
        width: 24,
        height: 24,
        'aria-hidden': 'true',
        focusable: 'false',
    }, (0,preact.h)('path', { class: 'outline', d: outlines[word], fill: 'currentColor' }), (0,preact.h)('path', {
        class: 'mark',
        d: marks[word],
        fill: 'none',
        stroke: '#fff',
        'stroke-width': 2.4,
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
    }));
}

;// CONCATENATED MODULE: ./lib/report/html/header.js





/** The verdict as a headline. */
const verdictTitles = {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    error: 'Error',
};
/** `PROJ/repo`, or how many targets there are. */
function scopeName(report) {
    const [first] = report.targets;
    if (first === undefined)
        return report.operation;
    return report.targets.length === 1 ? (0,report_escape/* visible */.RK)(first) : `${(0,count/* count */.U9)(report.targets.length)} targets`;
}
/** Verdict, reason, and the numbers that matter most. */
function pageHeader(report) {
    const { word, exitCode } = report.verdict;
    return (0,preact.h)('header', { class: `verdict ${word}` }, (0,preact.h)('div', { class: 'bar' }, (0,preact.h)('p', { class: 'brand' }, (0,preact.h)('b', null, 'soteri-gate'), ` ${report.operation}`), (0,preact.h)('p', { class: 'scope', title: (0,report_escape/* visible */.RK)(report.targets.join(', ')) }, (0,report_escape/* shorten */.ml)(scopeName(report), 60)), (0,preact.h)('button', { type: 'button', id: 'theme', hidden: true }, 'Dark')), (0,preact.h)('div', { class: 'banner' }, verdictIcon(word), (0,preact.h)('div', null, (0,preact.h)('h1', null, verdictTitles[word]), (0,preact.h)('p', { class: 'why' }, whySentence(report)), (0,preact.h)('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')))), keyNumbers(report));
}
/** The verdict's own sentence without the word that stands above it; an error's first line. */
function whySentence({ verdict }) {
    if (verdict.error !== null)
        return (0,report_escape/* visible */.RK)(verdict.error.message.split('\n', 1)[0] ?? '');
    const why = verdict.sentence.replace(/^\w+: /, '');
    return `${(0,report_escape/* visible */.RK)(why.charAt(0).toUpperCase() + why.slice(1))}${why.endsWith('.') ? '' : '.'}`;
}
function runFacts(report) {
    const { from, to } = report.period;
    return [
        utcTime(report.evidence.finishedAt),
        `mode ${report.mode}`,
        ...(from === null ? [] : [`scanned from ${utcTime(from)}`]),
        ...(to === null ? [] : [`scanned before ${utcTime(to)}`]),
    ];
}
/** Without an export, or after an error, a 0 would say more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence }) {
    const proven = verdict.error === null && evidence.exports.length > 0;
    if (!proven && counts.total + counts.suppressed === 0)
        return null;
    const numbers = [
        ['findings', counts.total],
        ['distinct', counts.distinct],
        ['new', counts.new],
        ['suppressed', counts.suppressed],
    ];
    return (0,preact.h)('dl', { class: 'numbers' }, numbers.map(([name, value]) => (0,preact.h)('div', { key: name }, (0,preact.h)('dt', null, name), (0,preact.h)('dd', null, (0,count/* count */.U9)(value)))));
}
/** What a reader needs to know before believing any number below. */
function errorPanel(error, meaning) {
    const lines = error.message.split('\n');
    return (0,preact.h)('section', { class: 'error-panel', 'aria-labelledby': 'error-title' }, (0,preact.h)('h2', { id: 'error-title' }, 'What went wrong ', (0,preact.h)('code', null, error.code)), (0,preact.h)('dl', null, (0,preact.h)('dt', null, 'What happened'), (0,preact.h)('dd', null, lines.length === 1
        ? prose(error.message)
        : (0,preact.h)('ul', null, lines.map((line) => (0,preact.h)('li', null, prose(line))))), (0,preact.h)('dt', null, 'What it means'), (0,preact.h)('dd', null, prose(meaning)), (0,preact.h)('dt', null, 'How to mend it'), (0,preact.h)('dd', null, prose(error.mend))), (0,preact.h)('p', null, 'This run neither passed nor failed. Whatever is shown below may be incomplete.'));
}
/** Foreign or own text in which `names` are set in backticks, as all messages of the gate write them. */
function prose(text) {
    return (0,report_escape/* visible */.RK)(text)
        .split(/`([^`]+)`/)
        .map((part, place) => (place % 2 === 1 ? (0,preact.h)('code', null, part) : part));
}

// EXTERNAL MODULE: ./lib/report/history.js
var report_history = __webpack_require__(35986);
;// CONCATENATED MODULE: ./lib/report/html/charts/frame.js
/** What all pictures share: title, the same numbers as a table for those who cannot see it. */



/** A drawing with title, note and legend, and its numbers as a table. */
function picture({ id, title, note, figures, svg, legend = false }) {
    const numbers = numbersTable(title, figures, legend);
    return (0,preact.h)('figure', { class: legend ? 'picture with-legend' : 'picture', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title), note !== null && (0,preact.h)('p', { class: 'soft' }, note)), (0,preact.h)('div', { class: 'drawing' }, svg, legend && numbers), !legend &&
        (0,preact.h)('details', null, (0,preact.h)('summary', null, 'Numbers', (0,preact.h)('span', { class: 'unseen' }, ` of ${title}`)), numbers));
}
function numbersTable(title, figures, legend) {
    return (0,preact.h)('table', { class: 'numbers-table' }, (0,preact.h)('caption', { class: 'unseen' }, title), (0,preact.h)('thead', { class: legend ? 'unseen' : undefined }, (0,preact.h)('tr', null, (0,preact.h)('th', { scope: 'col' }, 'What'), (0,preact.h)('th', { scope: 'col' }, 'Findings'))), (0,preact.h)('tbody', null, figures.map(({ label, value, link }) => (0,preact.h)('tr', { key: label }, (0,preact.h)('th', { scope: 'row' }, legend && (0,preact.h)('i', { class: `swatch ${label}` }), link === null ? (0,report_escape/* visible */.RK)(label) : (0,preact.h)('a', { href: link }, (0,report_escape/* visible */.RK)(label))), (0,preact.h)('td', null, (0,count/* count */.U9)(value))))));
}
/** One sentence that says what the picture shows, for its `aria-label`. */
function spoken(title, figures) {
    const linked = figures.filter((figure) => figure.link !== null);
    const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value);
    const top = most === undefined ? '' : ` Most: ${(0,report_escape/* visible */.RK)(most.label)} with ${(0,count/* count */.U9)(most.value)}.`;
    return `${title}.${top} The numbers follow as a table.`;
}

// EXTERNAL MODULE: ./node_modules/d3-scale/dist/d3-scale.mjs + 4 modules
var d3_scale = __webpack_require__(25602);
// EXTERNAL MODULE: ./node_modules/d3-shape/dist/d3-shape.mjs + 1 modules
var d3_shape = __webpack_require__(76879);
;// CONCATENATED MODULE: ./lib/report/html/charts/geometry.js
/** Sole user of d3: numbers to lengths, bands, arcs and stacks. Drawing itself is left to the templates. */



/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
function linearScale(most, length) {
    const scale = (0,d3_scale/* scaleLinear */.m4)([0, Math.max(most, 1)], [0, length]);
    return (value) => rounded(scale(value));
}
/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
function bands(total, length, gap) {
    const scale = (0,d3_scale/* scaleBand */.WH)(Array.from({ length: total }, (_, place) => place), [0, length]).padding(gap);
    const width = scale.bandwidth();
    return (place) => {
        const start = scale(place) ?? 0;
        return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) };
    };
}
/** SVG path of each value's slice of a ring around (0, 0); values of 0 give ''. */
function ringSlices(values, inner, outer) {
    const slice = (0,d3_shape/* arc */.JL)()
        .innerRadius(inner)
        .outerRadius(outer)
        .cornerRadius(2)
        .digits(2);
    const several = values.filter((value) => value > 0).length > 1;
    const ring = (0,d3_shape/* pie */.rL)()
        .sort(null)
        .padAngle(several ? 0.02 : 0)([...values]);
    return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')));
}
/** For each row of values, where each of its values begins and ends when they are piled up. */
function piled(rows) {
    const keys = Array.from({ length: rows[0]?.length ?? 0 }, (_, place) => place);
    const series = (0,d3_shape/* stack */.t$)().keys(keys).value(valueAt)(rows);
    return rows.map((_, row) => series.map((layer) => {
        const [from, to] = valueAt(layer, row);
        return { from, to };
    }));
}
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./lib/report/html/charts/bars.js
/** Horizontal bars: a label, its value, and a bar below them. Lengths are percentages, so it fits any width. */





const pitch = 34;
/** Signs of a label that fit beside the value at the width a picture usually has. */
const labelSigns = 40;
/** Lying bars, one for each figure, with label and number above. */
function barChart(title, figures) {
    // What is summed up as "others" has no bar: it would dwarf the ones that are ranked.
    const most = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)));
    const percent = linearScale(most, 100);
    return (0,preact.h)('svg', {
        class: 'chart',
        role: 'img',
        'aria-label': spoken(title, figures),
        width: '100%',
        height: figures.length * pitch,
    }, figures.map((figure, place) => bar(figure, place * pitch, percent(figure.value))));
}
function bar({ label, value, link }, top, width) {
    const text = (0,report_escape/* visible */.RK)(label);
    const line = (name, length, fill) => (0,preact.h)('rect', { class: name, y: top + 19, width: `${length}%`, height: 7, rx: 3.5, fill });
    return (0,preact.h)('g', { key: top, class: link === null ? 'rest' : undefined, 'data-link': link }, (0,preact.h)('title', null, `${text}: ${(0,count/* count */.U9)(value)}`), (0,preact.h)('rect', { class: 'hit', y: top, width: '100%', height: pitch, fill: 'none' }), 
    // An inner svg clips: a label never runs into its value, whatever script it is written in.
    (0,preact.h)('svg', { y: top, width: '78%', height: 18 }, (0,preact.h)('text', { y: 13, fill: '#16202c' }, (0,report_escape/* shorten */.ml)(text, labelSigns))), (0,preact.h)('text', { class: 'value', x: '100%', y: top + 13, 'text-anchor': 'end', fill: '#16202c' }, (0,count/* count */.U9)(value)), link !== null && line('track', 100, '#e3e8ee'), link !== null && line('fill', width, '#2a6fdb'));
}

;// CONCATENATED MODULE: ./lib/report/html/charts/columns.js
/** Upright columns, for values whose order is their meaning (ages). */




const height = 170;
const plotTop = 18;
const plotBottom = height - 24;
/** Standing bars, one for each figure, the numbers above them. */
function columnChart(title, figures) {
    const tall = linearScale(Math.max(...figures.map((figure) => figure.value)), plotBottom - plotTop);
    const across = bands(figures.length, 100, 0.22);
    return (0,preact.h)('svg', { class: 'chart', role: 'img', 'aria-label': spoken(title, figures), width: '100%', height }, (0,preact.h)('line', { class: 'axis', x1: 0, x2: '100%', y1: plotBottom, y2: plotBottom, stroke: '#c4ccd6' }), figures.map(({ label, value }, place) => {
        const { start, width, middle } = across(place);
        const top = plotBottom - Math.round(tall(value));
        return (0,preact.h)('g', { key: label }, (0,preact.h)('title', null, `${label}: ${(0,count/* count */.U9)(value)}`), (0,preact.h)('rect', {
            class: 'fill',
            x: `${start}%`,
            y: top,
            width: `${width}%`,
            height: plotBottom - top,
            rx: 2,
            fill: '#2a6fdb',
        }), (0,preact.h)('text', { class: 'value', x: `${middle}%`, y: top - 6, 'text-anchor': 'middle', fill: '#16202c' }, (0,count/* count */.U9)(value)), (0,preact.h)('text', { class: 'tick', x: `${middle}%`, y: height - 7, 'text-anchor': 'middle', fill: '#566273' }, label));
    }));
}

;// CONCATENATED MODULE: ./lib/report/html/charts/figures.js
/** Which numbers become pictures. Pure; from the report's counts, and for ages from its shortlist. */



/** Rows of a ranking; what is beyond is summed up in one row. */
const rankingLimit = 8;
/** The largest entries of a count, `link`ed to the filter of `facet`. */
function ranking(facet, counts) {
    const sorted = (0,count/* heaviestFirst */.O7)(counts);
    const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted;
    const figures = shown.map(([label, value]) => ({
        label: label === '' ? '(not told)' : label,
        value,
        link: `#${facet}=${encodeURIComponent((0,report_escape/* visible */.RK)(label))}`,
    }));
    const others = sorted.slice(shown.length);
    if (others.length === 0)
        return figures;
    const rest = others.reduce((sum, [, value]) => sum + value, 0);
    return [...figures, { label: `${(0,count/* counted */.hS)(others.length, 'other')}`, value: rest, link: null }];
}
/** A figure for each severity, the worst first. */
function severityMix(counts) {
    return finding/* severities */.gO.map((severity) => ({
        label: severity,
        value: counts[severity],
        link: counts[severity] === 0 ? null : `#severity=${severity}`,
    }));
}
const day = 86_400_000;
const ages = [
    ['< 1 d', day],
    ['1–7 d', 7 * day],
    ['7–30 d', 30 * day],
    ['1–3 mo', 91 * day],
    ['3–12 mo', 365 * day],
    ['> 1 y', Number.POSITIVE_INFINITY],
];
/**
 * Findings that count, by the time between their `scanned_at` and the end of the run. Empty when no finding tells
 * its time: a picture of nothing but "not told" says nothing.
 */
function ageMix({ shortlist, evidence }) {
    const now = Date.parse(evidence.finishedAt);
    const counting = shortlist.filter((finding) => finding.status !== 'suppressed');
    const places = counting.map((finding) => agePlace(finding, now));
    if (!places.some((place) => place >= 0))
        return [];
    const figures = ages.map(([label], place) => ({
        label,
        value: places.filter((p) => p === place).length,
        link: null,
    }));
    const untold = places.filter((place) => place < 0).length;
    return untold === 0 ? figures : [...figures, { label: 'not told', value: untold, link: null }];
}
function agePlace({ scannedAt }, now) {
    if (scannedAt === null)
        return -1;
    return ages.findIndex(([, below]) => now - scannedAt < below);
}

;// CONCATENATED MODULE: ./lib/report/html/charts/ring.js
/** The severity mix as a ring with the total in the middle; its legend carries the numbers. */




const radius = 78;
/** By rank of severity, for where a page's style is not let through. */
const fills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab'];
/** A ring with a slice for each figure, their sum in the middle. */
function ringChart(title, figures) {
    const total = figures.reduce((sum, figure) => sum + figure.value, 0);
    const slices = ringSlices(figures.map((figure) => figure.value), 52, radius);
    const box = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
    return (0,preact.h)('svg', {
        class: 'chart ring',
        role: 'img',
        'aria-label': spoken(title, figures),
        viewBox: box,
        width: 2 * radius,
        height: 2 * radius,
    }, figures.map((figure, place) => slice(figure, slices[place] ?? '', fills[place])), (0,preact.h)('text', { class: 'total', y: 2, 'text-anchor': 'middle', fill: '#16202c' }, (0,count/* count */.U9)(total)), (0,preact.h)('text', { class: 'tick', y: 20, 'text-anchor': 'middle', fill: '#566273' }, total === 1 ? 'finding' : 'findings'));
}
function slice({ label, value, link }, path, fill) {
    if (path === '')
        return null;
    const title = (0,preact.h)('title', null, `${label}: ${(0,count/* count */.U9)(value)}`);
    return (0,preact.h)('path', { key: label, class: `slice ${label}`, d: path, fill, 'data-link': link }, title);
}

;// CONCATENATED MODULE: ./lib/report/html/charts/trend.js





/** Room is kept for this many, the last run at the right, so that two runs are not two walls. */
const fewestSlots = 12;
const trend_height = 190;
const trend_plotTop = 16;
const trend_plotBottom = trend_height - 34;
/** Bars of the last runs, oldest first: two of them or more. */
function trendChart(runs) {
    const most = Math.max(...runs.map((run) => heights(run).reduce((sum, part) => sum + part, 0)), 1);
    const tall = linearScale(most, trend_plotBottom - trend_plotTop);
    const slots = Math.max(runs.length, fewestSlots);
    const across = bands(slots, 100, 0.2);
    const layers = piled(runs.map(heights));
    return (0,preact.h)('svg', { class: 'chart trend', role: 'img', 'aria-label': spokenTrend(runs), width: '100%', height: trend_height }, (0,preact.h)('text', { class: 'tick', y: 11, fill: '#566273' }, (0,count/* counted */.hS)(most, 'finding')), (0,preact.h)('line', { class: 'axis', x1: 0, x2: '100%', y1: trend_plotBottom, y2: trend_plotBottom, stroke: '#c4ccd6' }), runs.map((run, place) => {
        const { start, width, middle } = across(slots - runs.length + place);
        return (0,preact.h)('g', { key: place }, (0,preact.h)('title', null, `${utcTime(run.at)}: ${run.verdict}, ${(0,count/* counted */.hS)(run.total, 'finding')}, ${(0,count/* count */.U9)(run.new)} new`), layers[place]?.map((layer, kind) => pile(layer, kind, start, width, tall)), (0,preact.h)('text', {
            class: `sign ${run.verdict}`,
            x: `${middle}%`,
            y: trend_plotBottom + 14,
            'text-anchor': 'middle',
            fill: '#16202c',
        }, signs[run.verdict]));
    }), ends(runs, across(slots - runs.length).start));
}
/** Known and new findings; a run that ended in an error counted nothing reliable and has no bar. */
function heights({ verdict, total, new: fresh }) {
    return verdict === 'error' ? [0, 0] : [total - fresh, fresh];
}
/** Told apart without colour; the key stands in the picture's note. */
const signs = { pass: '✓', warn: '▲', fail: '✕', error: '◆' };
function pile(layer, kind, start, width, tall) {
    const top = trend_plotBottom - tall(layer.to);
    const size = tall(layer.to) - tall(layer.from);
    const [name, fill] = kind === 0 ? ['fill known', '#9db8e2'] : ['fill new', '#1f57b0'];
    return (0,preact.h)('rect', {
        class: name,
        x: `${start}%`,
        y: top,
        width: `${width}%`,
        height: Math.max(size, 0),
        fill,
    });
}
function ends(runs, start) {
    const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)];
    return [
        (0,preact.h)('text', { class: 'tick', x: `${start}%`, y: trend_height - 4, fill: '#566273' }, utcTime(first.at).slice(0, 10)),
        (0,preact.h)('text', { class: 'tick', x: '100%', y: trend_height - 4, 'text-anchor': 'end', fill: '#566273' }, utcTime(last.at).slice(0, 10)),
    ];
}
function spokenTrend(runs) {
    const told = `The last ${(0,count/* counted */.hS)(runs.length, 'run')}`;
    const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)];
    return `${told}: from ${(0,count/* counted */.hS)(first.total, 'finding')} to ${(0,count/* counted */.hS)(last.total, 'finding')}. The numbers follow as a table.`;
}

;// CONCATENATED MODULE: ./lib/report/html/pictures.js
/** The pictures of the page: trend, severity mix, ages, and who has most. */










/** `history`: oldest run first, this run last; shown when there are at least two. */
function picturesSection(report, history) {
    const drawn = [...findingPictures(report), trendPicture(history)].filter((one) => one !== null);
    if (drawn.length === 0)
        return null;
    return (0,preact.h)('section', { id: 'pictures', 'aria-labelledby': 'pictures-title' }, (0,preact.h)('h2', { id: 'pictures-title' }, 'In pictures'), (0,preact.h)('div', { class: 'pictures' }, drawn));
}
function findingPictures(report) {
    const { counts } = report;
    if (counts.total === 0)
        return [];
    const severity = severityMix(counts.bySeverity);
    const rules = ranking('rule', counts.byRule);
    const repositories = ranking('repository', counts.byRepository);
    const branches = ranking('branch', counts.byBranch);
    return [
        picture({
            id: 'severity',
            title: 'Severity mix',
            note: null,
            figures: severity,
            svg: ringChart('Severity mix', severity),
            legend: true,
        }),
        agePicture(report),
        rankingPicture('rules', 'By rule', rules),
        rankingPicture('repositories', 'By repository', repositories),
        rankingPicture('branches', 'By branch', branches),
    ];
}
function rankingPicture(id, title, figures) {
    return picture({ id, title, note: null, figures, svg: barChart(title, figures) });
}
function agePicture(report) {
    const figures = ageMix(report);
    if (figures.length === 0)
        return null;
    const note = report.shortlistCut ? `Of the ${(0,count/* count */.U9)(report.shortlist.length)} worst findings. ` : '';
    const title = 'By age';
    return picture({
        id: 'age',
        title,
        note: `${note}Time since the finding was scanned.`,
        figures,
        svg: columnChart(title, figures),
    });
}
function trendPicture(history) {
    const runs = history.slice(-report_history/* TREND_RUNS */.J5);
    if (runs.length < 2)
        return null;
    const figures = runs.map((run) => ({
        label: `${utcTime(run.at)}, ${run.verdict}`,
        value: run.total,
        link: null,
    }));
    return picture({
        id: 'trend',
        title: `Last ${(0,count/* count */.U9)(runs.length)} runs`,
        note: `${changeSentence(runs)}Strong colour: new findings. Below each run its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.`,
        figures,
        svg: trendChart(runs),
    });
}
/** New, fixed and remaining since the run before, where that is known. */
function changeSentence(runs) {
    const change = (0,report_history/* changeOf */.C2)(runs);
    if (change === null)
        return '';
    const { appeared, fixed, remaining } = change;
    return `Since the last judged run: ${(0,count/* count */.U9)(appeared)} new, ${(0,count/* count */.U9)(fixed)} fixed, ${(0,count/* count */.U9)(remaining)} remaining. `;
}

;// CONCATENATED MODULE: ./lib/report/html/rules.js
/** A fold per rule that found something: what such a secret is, who must rotate it, the suppression to paste. */





/** Rules beyond this many, by number of findings, are named in the table of findings only. */
const ruleLimit = 100;
/** Each rule that was found: what it means, and who has to do what. */
function rulesSection({ counts, shortlist, evidence }) {
    const rules = (0,count/* heaviestFirst */.O7)(counts.byRule);
    if (rules.length === 0)
        return null;
    const examples = new Map();
    for (const finding of shortlist)
        if (!examples.has(finding.rule))
            examples.set(finding.rule, finding);
    return (0,preact.h)('section', { id: 'rules', 'aria-labelledby': 'rules-title' }, (0,preact.h)('h2', { id: 'rules-title' }, 'Rules'), (0,preact.h)('p', { class: 'soft' }, report_rules/* historyAdvice */.Rz), rules
        .slice(0, ruleLimit)
        .map(([rule, findings]) => ruleFold(rule, findings, examples.get(rule), evidence.startedAt)), rules.length > ruleLimit &&
        (0,preact.h)('p', { class: 'soft' }, `${(0,count/* count */.U9)(rules.length - ruleLimit)} more rules have fewer findings.`));
}
function ruleFold(rule, findings, example, startedAt) {
    const advice = (0,report_rules/* ruleAdvice */.Bx)(rule);
    return (0,preact.h)('details', { class: 'rule' }, (0,preact.h)('summary', null, (0,preact.h)('code', null, (0,report_escape/* visible */.RK)(rule)), example && (0,preact.h)('span', { class: `severity ${example.severity}` }, example.severity), (0,preact.h)('span', { class: 'soft' }, (0,count/* counted */.hS)(findings, 'finding'))), (0,preact.h)('div', { class: 'advice' }, (0,preact.h)('div', null, (0,preact.h)('p', null, advice.what), (0,preact.h)('p', null, advice.rotate), (0,preact.h)('p', null, (0,preact.h)('a', { href: `#rule=${encodeURIComponent((0,report_escape/* visible */.RK)(rule))}` }, 'Show its findings'))), example &&
        (0,preact.h)('div', null, (0,preact.h)('h3', null, 'To accept one of them'), snippet((0,report_rules/* suppressionSnippet */.$B)(example, startedAt)))));
}

;// CONCATENATED MODULE: ./lib/report/html/thresholds.js




/** Each threshold with what it observed against its limit. */
function thresholdsSection({ thresholds, verdict }) {
    if (thresholds.length === 0)
        return null;
    const violated = thresholds.filter((outcome) => !outcome.passed).length;
    return (0,preact.h)('section', { id: 'thresholds', 'aria-labelledby': 'thresholds-title' }, (0,preact.h)('h2', { id: 'thresholds-title' }, 'Thresholds'), (0,preact.h)('p', { class: 'soft' }, `${(0,count/* count */.U9)(violated)} of ${(0,count/* count */.U9)(thresholds.length)} exceeded.`), (0,preact.h)('ol', { class: 'thresholds' }, thresholds.map((outcome) => threshold(outcome, verdict.word === 'error'))));
}
function threshold(outcome, unproven) {
    const state = outcome.passed
        ? unproven
            ? 'unproven'
            : 'kept'
        : outcome.level === 'fail'
            ? 'exceeded'
            : 'warned';
    const words = {
        kept: 'Within',
        unproven: 'Not proven',
        exceeded: 'Exceeded',
        warned: 'Exceeded, warns only',
    };
    const named = outcome.name !== outcome.selector;
    return (0,preact.h)('li', { class: state }, (0,preact.h)('div', { class: 'title' }, (0,preact.h)('h3', null, (0,report_escape/* visible */.RK)(outcome.name)), (0,preact.h)('span', { class: 'state' }, words[state]), (0,preact.h)('p', { class: 'against' }, (0,preact.h)('b', null, (0,count/* count */.U9)(outcome.observed)), ` of at most ${(0,count/* count */.U9)(outcome.max)}`)), thresholds_bar(outcome), (0,preact.h)('p', { class: 'soft' }, named && [(0,preact.h)('code', null, (0,report_escape/* visible */.RK)(outcome.selector)), ' · '], (0,report_escape/* visible */.RK)(outcome.origin)), outcome.contributors.length > 0 && (0,preact.h)('ul', null, outcome.contributors.map(contributor)));
}
/** Up to the limit pale, beyond it strong. The text above it says the same, so the bar itself is decoration. */
function thresholds_bar({ observed, max }) {
    const percent = linearScale(Math.max(observed, max, 1), 100);
    const within = percent(Math.min(observed, max));
    const beyond = percent(Math.max(observed - max, 0));
    const piece = (name, start, width, fill) => (0,preact.h)('rect', { class: name, x: `${start}%`, y: 3, width: `${width}%`, height: 8, rx: 4, fill });
    return (0,preact.h)('svg', { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' }, piece('track', 0, 100, '#e3e8ee'), piece('within', 0, within, '#8b97a5'), beyond > 0 && piece('beyond', within, beyond, '#55616f'), (0,preact.h)('rect', {
        class: 'limit',
        x: `${Math.min(percent(max), 99.8)}%`,
        width: 2,
        height: 14,
        fill: '#16202c',
    }));
}
function contributor({ repository, rule, count: findings }) {
    return (0,preact.h)('li', null, (0,preact.h)('b', null, (0,count/* counted */.hS)(findings, 'finding')), ' ', (0,report_escape/* visible */.RK)(repository), ' ', (0,preact.h)('code', null, (0,report_escape/* visible */.RK)(rule)));
}

;// CONCATENATED MODULE: ./lib/report/html/page.js
/** The whole page put together: one file, nothing loaded, and a policy that lets only our script and style run. */












/** The text of `report.html`. */
async function renderPage(report, history) {
    const payload = {
        bitbucketUrl: report.bitbucketUrl,
        startedAt: report.evidence.startedAt,
        findings: encodeFindings(report.shortlist),
    };
    const policy = await contentSecurityPolicy(pageScript, pageStyle);
    // The three texts between the rendered parts are constants of ours and JSON that `inlineJson` made harmless.
    return [
        '<!DOCTYPE html>\n<html lang="en"><head>',
        markup(page_head(report, policy)),
        `<style>${pageStyle}</style></head>`,
        markup(body(report, history, payload)).replace(/<\/body>$/, ''),
        `<script type="application/json" id="findings-json">${inlineJson(payload)}</script>`,
        `<script>${pageScript}</script></body></html>\n`,
    ].join('');
}
function markup(child) {
    return (0,dist/* renderToString */.F0)((0,preact.h)(preact/* Fragment */.FK, null, child));
}
function page_head(report, policy) {
    const title = `${verdictTitles[report.verdict.word]} · ${scopeName(report)} · soteri-gate`;
    return (0,preact.h)(preact/* Fragment */.FK, null, (0,preact.h)('meta', { charset: 'utf-8' }), (0,preact.h)('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }), (0,preact.h)('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }), (0,preact.h)('meta', { name: 'color-scheme', content: 'light dark' }), (0,preact.h)('meta', { name: 'referrer', content: 'no-referrer' }), (0,preact.h)('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }), (0,preact.h)('title', null, title));
}
function body(report, history, payload) {
    const { verdict } = report;
    return (0,preact.h)('body', { class: verdict.word }, (0,preact.h)('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'), pageHeader(report), (0,preact.h)('main', null, verdict.error !== null && errorPanel(verdict.error, errors/* errorCatalogue */.OP[verdict.error.code].meaning), evidenceSection(report), thresholdsSection(report), picturesSection(report, history), findingsSection(report, payload), rulesSection(report)), pageFooter(report));
}
function pageFooter({ tool, runUrl }) {
    const run = runUrl !== null && /^https?:\/\//i.test(runUrl);
    return (0,preact.h)('footer', null, (0,preact.h)('p', null, `${tool.name} ${tool.version}`), run && (0,preact.h)('p', null, (0,preact.h)('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page')));
}


/***/ })

};
